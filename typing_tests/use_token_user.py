"""A user without a row: a subclass with properties of the project's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_type

from drf_signet.models import TokenUser
from drf_signet.tokens import AccessToken


class ShopUser(TokenUser):
    """Gives a claim its type, and permissions their meaning."""

    @property
    def tenant(self) -> str:
        """The claim ``tenant``."""
        return str(self.token["tenant"])

    @property
    def is_staff(self) -> bool:
        return self.tenant == "acme" and super().is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        scopes = self.claims.get("scopes")
        return isinstance(scopes, list) and perm in scopes


def attributes(token: AccessToken) -> None:
    """Attributes that always exist have a type; a claim read as an attribute is an object."""
    user = ShopUser(token)
    assert_type(user.tenant, str)
    assert_type(user.id, str)
    assert_type(user.pk, str)
    assert_type(user.username, str)
    assert_type(user.get_username(), str)
    assert_type(user.is_active, bool)
    assert_type(user.is_anonymous, bool)
    assert_type(user.is_authenticated, bool)
    assert_type(user.is_staff, bool)
    assert_type(user.is_superuser, bool)
    assert_type(user.claims, Mapping[str, object])
    assert_type(user.first_name, object)
    assert_type(user.has_perm("shop.view_order"), bool)
    assert_type(user.has_perms(["shop.view_order"]), bool)
    assert_type(user.has_module_perms("shop"), bool)
    assert_type(user.get_all_permissions(), set[str])
    assert_type(user.get_group_permissions(), set[str])
    assert_type(user == ShopUser(token), bool)
    assert_type(str(user), str)
