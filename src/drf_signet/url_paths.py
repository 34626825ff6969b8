"""
Addresses of endpoints, in the place of Django's ``path``: a program that leaves out the last slash means the same.

Django would answer it with a redirect, which turns a POST into a GET, or with a 500 in development.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection

from django.core.checks import CheckMessage
from django.core.checks.registry import registry
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.urls.resolvers import RoutePattern

from drf_signet.check_registration import CHECKS, DEPLOY_CHECKS

View = Callable[..., HttpResponseBase]


class SlashlessPattern(RoutePattern):
    """A route that ends with a slash, and matches without it, too."""

    def match(self, path: str) -> tuple[str, tuple[object, ...], dict[str, int | str]] | None:
        """What is left of *path*, and its arguments."""
        return super().match(path) or (None if path.endswith("/") else super().match(f"{path}/"))


class CheckingPattern(URLPattern):
    """
    A URL pattern that runs all checks, for a project that doesn't list the app in ``INSTALLED_APPS``.

    Django asks every address whether it is right. This one answers with what the app would say.
    """

    def check(self) -> list[CheckMessage]:
        """What is wrong with the address, and the messages of the checks that nobody registered."""
        registered: Collection[object] = registry.get_checks(include_deployment_checks=True)
        # Django doesn't tell an address whether the project is about to be deployed.
        wanted = (*CHECKS, *DEPLOY_CHECKS) if "--deploy" in sys.argv else CHECKS
        unsaid = [one for one in wanted if one not in registered]
        return [*super().check(), *(message for one in unsaid for message in one())]


def path(route: str, view: View, name: str) -> URLPattern:
    """The address *route* of *view*."""
    return URLPattern(SlashlessPattern(route, name, is_endpoint=True), view, {}, name)


def checking_path(route: str, view: View, name: str) -> URLPattern:
    """The same, as a pattern that runs the checks. Each URL module has one."""
    return CheckingPattern(SlashlessPattern(route, name, is_endpoint=True), view, {}, name)
