"""``api_settings``: read on use, and anew when the settings change."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import override_settings

from drf_signet_compat.drf_jwt import authentication as old_authentication
from drf_signet_compat.drf_jwt import serializers as old_serializers
from drf_signet_compat.drf_jwt import settings as old
from drf_signet_compat.drf_jwt import utils as old_utils
from drf_signet_compat.drf_jwt import views as old_views
from drf_signet_compat.drf_jwt.v1_19 import settings as fork
from drf_signet_compat.drf_jwt.v1_19 import utils as fork_utils

DIALECTS: Final[list[Any]] = [old, fork]


@pytest.mark.parametrize(("module", "prefix", "refresh"), [(old, "JWT", False), (fork, "Bearer", True)])
def test_defaults_are_the_dialects_own(module: Any, prefix: str, refresh: bool) -> None:
    """The two differ where the old packages do."""
    assert prefix == module.api_settings.JWT_AUTH_HEADER_PREFIX
    assert module.api_settings.JWT_ALLOW_REFRESH is refresh


@pytest.mark.parametrize("module", DIALECTS)
def test_overriding_is_in_force_at_once(module: Any) -> None:
    """And its end is, too."""
    api_settings = module.api_settings
    assert timedelta(seconds=300) == api_settings.JWT_EXPIRATION_DELTA
    with override_settings(JWT_AUTH={"JWT_EXPIRATION_DELTA": timedelta(1)}):
        assert timedelta(1) == api_settings.JWT_EXPIRATION_DELTA
    assert timedelta(seconds=300) == api_settings.JWT_EXPIRATION_DELTA


@pytest.mark.parametrize("module", DIALECTS)
def test_secret_key_is_djangos(module: Any) -> None:
    """By default, and when that changes."""
    assert module.api_settings.JWT_SECRET_KEY == settings.SECRET_KEY
    with override_settings(SECRET_KEY="another"):
        assert module.api_settings.JWT_SECRET_KEY == "another"


@pytest.mark.parametrize("module", DIALECTS)
def test_an_attribute_can_be_patched(module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the tests of projects do."""
    with monkeypatch.context() as patch:
        patch.setattr(module.api_settings, "JWT_LEEWAY", 7, raising=False)
        assert module.api_settings.JWT_LEEWAY == 7
    assert module.api_settings.JWT_LEEWAY == 0


@pytest.mark.parametrize("module", DIALECTS)
def test_unknown_attribute(module: Any) -> None:
    """A setting that isn't there is an `AttributeError`."""
    for name in ("JWT_COLOUR", "colour", "_colour"):
        with pytest.raises(AttributeError):
            getattr(module.api_settings, name)


@pytest.mark.parametrize(
    ("module", "utils", "name", "function"),
    [
        (old, old_utils, "JWT_PAYLOAD_HANDLER", "jwt_payload_handler"),
        (old, old_utils, "JWT_PAYLOAD_GET_USER_ID_HANDLER", "jwt_get_user_id_from_payload_handler"),
        (fork, fork_utils, "JWT_PAYLOAD_HANDLER", "jwt_create_payload"),
    ],
)
def test_paths_into_the_old_package_are_ours(module: Any, utils: Any, name: str, function: str) -> None:
    """Though it isn't installed, under any name."""
    with override_settings(JWT_AUTH={name: f"rest_framework_jwt.utils.{function}"}):
        assert getattr(module.api_settings, name) is getattr(utils, function)


@pytest.mark.parametrize("module", DIALECTS)
@pytest.mark.parametrize("nothing", ["", False, (), None])
def test_what_is_empty_is_nothing(module: Any, nothing: object) -> None:
    """The old packages ask only whether there is anything."""
    with override_settings(JWT_AUTH={"JWT_AUTH_COOKIE": nothing}):
        assert module.api_settings.JWT_AUTH_COOKIE is None


@pytest.mark.parametrize("module", DIALECTS)
def test_a_switch_may_be_a_number(module: Any) -> None:
    """On or off, as Python takes it."""
    with override_settings(JWT_AUTH={"JWT_ALLOW_REFRESH": 1, "JWT_VERIFY_EXPIRATION": 0}):
        assert module.api_settings.JWT_ALLOW_REFRESH is True
        assert module.api_settings.JWT_VERIFY_EXPIRATION is False


@pytest.mark.parametrize(("written", "read"), [("lax", "lax"), ("STRICT", "STRICT"), ("None", "None"), ("", None)])
def test_same_site_in_any_case(written: str, read: str | None) -> None:
    """As Django takes it; empty, the browser decides."""
    with override_settings(JWT_AUTH={"JWT_AUTH_COOKIE_SAMESITE": written}):
        assert read == fork.api_settings.JWT_AUTH_COOKIE_SAMESITE


@pytest.mark.parametrize("module", DIALECTS)
def test_none_is_no_setting(module: Any) -> None:
    """``JWT_AUTH = None`` is as if there were none."""
    with override_settings(JWT_AUTH=None):
        assert module.api_settings.JWT_LEEWAY == 0


@pytest.mark.parametrize("module", DIALECTS)
def test_names_of_the_module(module: Any) -> None:
    """What tests of projects import to set a setting back, and to read what is given."""
    assert module.DEFAULTS["JWT_SECRET_KEY"] == settings.SECRET_KEY
    assert module.DEFAULTS["JWT_DECODE_HANDLER"].startswith("rest_framework_jwt.utils.")
    assert module.api_settings.defaults == module.DEFAULTS
    assert set(module.IMPORT_STRINGS) == set(module.api_settings.import_strings) < set(module.DEFAULTS)
    with override_settings(JWT_AUTH={"JWT_LEEWAY": 1, "OWN": 2}):
        assert module.USER_SETTINGS == {"JWT_LEEWAY": 1, "OWN": 2}


def test_handlers_by_the_names_of_old_modules() -> None:
    """Those that the settings name: ``from rest_framework_jwt.serializers import jwt_payload_handler``."""
    assert old_serializers.jwt_payload_handler is old_utils.jwt_payload_handler
    assert old_views.jwt_response_payload_handler is old_utils.jwt_response_payload_handler
    with override_settings(JWT_AUTH={"JWT_DECODE_HANDLER": "builtins.repr"}):
        assert old_authentication.jwt_decode_handler is repr
    with pytest.raises(AttributeError, match="'nothing'"):
        _ = old_serializers.nothing


@pytest.mark.parametrize("module", DIALECTS)
def test_keys_are_never_shown(module: Any) -> None:
    """The repr of the settings holds none."""
    names = {one.name for one in fields(module.Settings) if not one.repr}
    assert names == {"JWT_SECRET_KEY", "JWT_PRIVATE_KEY", "JWT_PUBLIC_KEY"}
