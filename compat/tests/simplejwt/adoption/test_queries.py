"""What adoption costs: counts of statements."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import refresh


def test_a_refresh_costs_two_more_than_with_sessions_alone(
    api: APIClient, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """A look at the blacklist, and one at what the old code may have made of the token."""
    token = refresh(api, simple_jwt.sign_in(user))["refresh"]
    with django_assert_num_queries(4):
        refresh(api, token)


def test_the_first_refresh_opens_the_session_as_well(
    api: APIClient, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Once for each token: the blacklist, is there one, the user, the row, the row read, others, purging; and two."""
    old = simple_jwt.sign_in(user)
    with django_assert_num_queries(9):
        refresh(api, old)


def test_without_rotation_nothing_is_written(
    api: APIClient, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """After the first time."""
    with override_settings(SIMPLE_JWT={}):
        old = simple_jwt.sign_in(user)
        refresh(api, old)
        with django_assert_num_queries(3):
            refresh(api, old)
