"""
Serializers of the endpoints of accounts. To ask for more at sign-up, name more fields of the user model:

    class MySignUpSerializer(SignUpSerializer):
        class Meta(SignUpSerializer.Meta):
            fields = (*SignUpSerializer.Meta.fields, "company")

and name the serializer on your own subclass of the view. The same for ``UserSerializer``, which shows a user.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import router
from django.db.models import Field as ModelField
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from drf_signet.accounts.email_addresses import email_field, is_verified
from drf_signet.accounts.external_passwords import has_password
from drf_signet.accounts.fields import (
    EmailAddressField,
    NameField,
    NewPasswordField,
    UsernameField,
    address_rules,
    also_unreserved,
)
from drf_signet.accounts.link_pages import pages_for
from drf_signet.accounts.sign_up import sign_up, sign_up_by_mail, wait_for_link
from drf_signet.accounts.user_change import change_user
from drf_signet.accounts.user_fields import identifying_fields, key_field, name_fields
from drf_signet.answering_serializers import ActingSerializer, AnsweringSerializer
from drf_signet.conf import get_settings
from drf_signet.databases import said
from drf_signet.errors import AddressTakenError, CredentialsError, PasswordRefusedError, SignInForbiddenError
from drf_signet.exceptions import Fields
from drf_signet.keys_in_force import get_ring
from drf_signet.opening import PASSWORD, open_for
from drf_signet.serializer_request import client_address_of, http_request_of
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.serializers import TokenObtainPairSerializer
from drf_signet.translation import translated

__all__ = [
    "SignUpSerializer",
    "UserSerializer",
]


class UserModelSerializer(serializers.ModelSerializer[Any]):
    """Fields of the user model, whichever that is, under the rules for names and addresses."""

    class Meta:
        """No rule that involves several fields: it would tell whose an address is."""

        validators: ClassVar[list[Any]] = []

        @classproperty
        def model(cls) -> type[Model]:  # noqa: N805  # Django's own decorator
            """The user model of the project."""
            return get_user_model()

    def build_standard_field(
        self, field_name: str, model_field: ModelField[Any, Any]
    ) -> tuple[type[serializers.Field[Any, Any, Any, Any]], dict[str, Any]]:
        """The class and the arguments of the field for *model_field*."""
        if field_name == email_field():
            return EmailAddressField, address_rules(model_field)
        field_class, arguments = super().build_standard_field(field_name, model_field)
        if field_class is serializers.CharField:
            is_username = field_name == get_user_model().USERNAME_FIELD
            return (UsernameField if is_username else NameField), arguments
        return field_class, arguments

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The fields. What they look up, they look up where it is written: a replica may not have it yet."""
        fields = super().get_fields()
        for field in fields.values():
            lookers: list[Any] = [field, *field.validators]
            for one in lookers:
                queryset = getattr(one, "queryset", None)
                if queryset is not None and (alias := said(router.db_for_write, queryset.model)):
                    one.queryset = queryset.using(alias)
        return fields


class SignUpSerializer(ActingSerializer, UserModelSerializer):
    """The fields of a new user, and their password."""

    password = NewPasswordField()
    token_serializer_class: ClassVar[type[TokenObtainPairSerializer]] = TokenObtainPairSerializer
    """The serializer that makes the tokens if EMAIL_VERIFICATION is "none"."""

    class Meta(UserModelSerializer.Meta):
        """What identifies a user, what ``createsuperuser`` asks for, and the names where there are any."""

        @classproperty
        def fields(cls) -> tuple[str, ...]:  # noqa: N805  # Django's own decorator
            """The names of the fields."""
            return (*identifying_fields(), *name_fields(), "password")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The fields. A name that another sign-up waits with is as taken as that of a user."""
        fields = super().get_fields()
        if get_settings().EMAIL_VERIFICATION == "mandatory":
            for field in fields.values():
                field.validators = [also_unreserved(one) for one in field.validators]
        return fields

    @property
    def field_of(self) -> Fields:
        """The name of the field for each error."""
        return {PasswordRefusedError: "password", AddressTakenError: email_field()}

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """Sign up. The answer is a sentence, or the tokens where EMAIL_VERIFICATION is "none"."""
        password = self.text_in(attrs, "password")
        self.text_in(attrs, email_field())
        fields = {name: value for name, value in attrs.items() if name != "password"}
        return self.tokens(fields, password) if is_open() else self.sentence(fields, password)

    def sentence(self, fields: Mapping[str, object], password: str) -> dict[str, object]:
        """Sign up with a link by mail. The answer is the same for every address."""
        client, pages = client_address_of(self), pages_for(http_request_of(self))
        if get_settings().EMAIL_VERIFICATION == "optional":
            sign_up_by_mail(fields, password, client, pages)
            return {"detail": _("We are sending you an e-mail. Follow the link in it to confirm your address.")}
        wait_for_link(fields, password, timezone.now(), client, pages)
        return {"detail": _("We are sending you an e-mail. Follow the link in it to activate your account.")}

    def tokens(self, fields: Mapping[str, object], password: str) -> dict[str, object]:
        """Sign up without a mail, and sign in. If the user may not sign in, the answer is a sentence."""
        # Before there is an account whose owner can be given no tokens.
        get_ring().check_signs()
        serializer = self.token_serializer_class(context=self.context)
        serializer.user = sign_up(fields, password, client_address_of(self))
        request = http_request_of(self)
        try:
            with joining(None if request is None else request.META):
                return open_for(serializer.user, serializer.get_tokens, methods=[PASSWORD], request=request)
        except SignInForbiddenError:
            return {"detail": _("Your account isn't active yet. You can sign in once it has been activated.")}
        except CredentialsError as error:
            return {"detail": translated(error.message)}
        except (AuthenticationFailed, PermissionDenied) as error:
            # The account is there, so this is no answer to the sign-up: it would be tried again, and the name is taken.
            return dict(error.detail) if isinstance(error.detail, Mapping) else {"detail": error.detail}


class UserSerializer(AnsweringSerializer, UserModelSerializer):
    """The user's own account. Only the names can be changed."""

    email_verified = serializers.SerializerMethodField()
    has_password = serializers.SerializerMethodField()

    class Meta(UserModelSerializer.Meta):
        """The data of the sign-up, and facts about the account."""

        @classproperty
        def fields(cls) -> tuple[str, ...]:  # noqa: N805  # Django's own decorator
            """The names of the fields."""
            known = ("email_verified", "has_password")
            return tuple(dict.fromkeys((key_field(), *identifying_fields(), *known, *name_fields())))

        @classproperty
        def read_only_fields(cls) -> tuple[str, ...]:  # noqa: N805  # Django's own decorator
            """What identifies the user is not changed in passing."""
            model = get_user_model()
            return (key_field(), model.USERNAME_FIELD, email_field())

    def get_email_verified(self, user: AbstractBaseUser) -> bool:
        """Whether the user has confirmed the present e-mail address."""
        return is_verified(user)

    def get_has_password(self, user: AbstractBaseUser) -> bool:
        """Whether the user has a password, and so has to give it to change the account."""
        return has_password(user)

    def to_internal_value(self, data: Any) -> Any:
        """Refuse what can't be changed, instead of ignoring it."""
        given = data if isinstance(data, Mapping) else {}
        fixed = [name for name, field in self.fields.items() if field.read_only and name in given]
        if fixed:
            raise serializers.ValidationError({name: [_("You can't change this here.")] for name in fixed})
        return super().to_internal_value(data)

    def update(self, instance: Any, validated_data: Any) -> Any:
        """Write what was given."""
        change_user(instance, validated_data)
        return instance


def is_open() -> bool:
    """Whether accounts are open at once, without a link."""
    return get_settings().EMAIL_VERIFICATION == "none"
