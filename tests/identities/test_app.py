"""The app as Django knows it."""

from __future__ import annotations

from django.apps import apps


def test_each_app_has_a_label_of_its_own() -> None:
    """A project may have an app named ``identities`` itself."""
    names = {one.label: one.name for one in apps.get_app_configs()}
    assert names["signet_identities"] == "drf_signet.identities"
    assert names["signet_mailed_codes"] == "drf_signet.mailed_codes"
