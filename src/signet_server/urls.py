"""
Where everything is: the API under ``/api/v1/``, its documentation, what other services fetch, and two addresses for
whoever watches us.
"""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

import drf_signet.accounts.schema
import drf_signet.identities.schema
import drf_signet.sessions.services.schema  # noqa: F401
from drf_signet.sessions import urls as sessions
from signet_server import error_answers
from signet_server.api_index import ApiIndexView
from signet_server.cache_policy import asked_again
from signet_server.content_policy import ADMIN
from signet_server.demo_provider.place import PATH as DEMO_PROVIDER
from signet_server.docs import DocsView
from signet_server.front_page import FrontPageView
from signet_server.health import healthz, readyz
from signet_server.schema_view import SchemaView
from signet_server.users.views import MeView

api: list[URLPattern | URLResolver] = [
    # Not included: each level takes its time, and these are most of what is asked for.
    *sessions.urlpatterns,
    path("", include("drf_signet.sessions.browser.urls")),
    path("", include("drf_signet.sessions.services.urls")),
    path("users/me/", MeView.as_view(), name="me"),
    path("", include("drf_signet.accounts.urls")),
    path("", include("drf_signet.identities.urls")),
    path("", include("drf_signet.identities.browser.urls")),
]
if settings.HAS_SIGN_IN_CODES:
    import_module("drf_signet.mailed_codes.browser.schema")
    api += [
        path("", include("drf_signet.mailed_codes.urls")),
        path("", include("drf_signet.mailed_codes.browser.urls")),
    ]

urlpatterns: list[URLPattern | URLResolver] = [
    # Most requests are for these: they are looked for first.
    path("api/v1/", include(api)),
    path("", asked_again(FrontPageView.as_view()), name="front_page"),
    path("", include("signet_server.link_pages")),
    path("", include("drf_signet.well_known.urls")),
    path("api/", asked_again(ApiIndexView.as_view()), name="api_index"),
    path("api/v1/", asked_again(ApiIndexView.as_view())),
    path("api/v1/browser/", asked_again(ApiIndexView.as_view())),
    path("api/schema/", asked_again(SchemaView.as_view()), name="schema"),
    path("api/docs/", asked_again(DocsView.as_view()), name="docs"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
if settings.IS_DEMO:
    urlpatterns.append(path(DEMO_PROVIDER.removeprefix("/"), include("signet_server.demo_provider.urls")))
if settings.HAS_ADMIN:
    urlpatterns.append(path(ADMIN.removeprefix("/"), admin.site.urls))

handler400 = error_answers.bad_request
handler403 = error_answers.permission_denied
handler404 = error_answers.page_not_found
handler500 = error_answers.server_error
