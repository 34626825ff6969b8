"""
What the endpoints of accounts take and show. To ask for more at sign-up, name more fields of the user model:

    class MySignUpSerializer(SignUpSerializer):
        class Meta(SignUpSerializer.Meta):
            fields = (*SignUpSerializer.Meta.fields, "company")

and name the serializer on your own subclass of the view. The same for ``UserSerializer``, which shows a user.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DatabaseError, IntegrityError, router, transaction
from django.db.models import Field as ModelField
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise, classproperty
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from drf_signet.accounts.deletion import delete_account
from drf_signet.accounts.email_addresses import email_field, is_verified
from drf_signet.accounts.email_change import request_email_change
from drf_signet.accounts.fields import (
    Attributes,
    EmailAddressField,
    NameField,
    NewPasswordField,
    UsernameField,
    address_rules,
    also_unreserved,
    refused_password,
    under,
)
from drf_signet.accounts.link_pages import pages_for
from drf_signet.accounts.password_change import change_password
from drf_signet.accounts.password_check import check_new_password
from drf_signet.accounts.project_rules import heeding_rules
from drf_signet.accounts.sign_up import sign_up, sign_up_by_mail, wait_for_link
from drf_signet.accounts.user_fields import candidate, identifying_fields, key_field, name_fields
from drf_signet.conf import get_settings
from drf_signet.database_errors import outage
from drf_signet.databases import said
from drf_signet.errors import (
    AddressTakenError,
    CredentialsError,
    NameTakenError,
    NoPasswordError,
    PasswordElsewhereError,
    SignInForbiddenError,
    TokenError,
    UserNotFoundError,
    WrongPasswordError,
)
from drf_signet.fields import PasswordField
from drf_signet.opening import PASSWORD, open_for
from drf_signet.serializer_request import client_address_of, http_request_of
from drf_signet.sessions.claims import session_id_of
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.serializers import TokenObtainPairSerializer
from drf_signet.throttles import count_mail, count_sign_up
from drf_signet.tokens import Token
from drf_signet.translation import translated


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


class SignUpSerializer(UserModelSerializer):
    """The fields of a new user, and the password."""

    password = NewPasswordField()
    token_serializer_class: ClassVar[type[TokenObtainPairSerializer]] = TokenObtainPairSerializer
    """What makes the tokens where EMAIL_VERIFICATION is "none"."""

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

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Sign up. The answer is a sentence, or the tokens where EMAIL_VERIFICATION is "none"."""
        password = attrs.pop("password")
        try:
            check_new_password(password, candidate(attrs))
        except DjangoValidationError as error:
            raise refused_password("password", error) from None
        count_sign_up(client_address_of(self))
        try:
            return self.tokens(attrs, password) if is_open() else self.sentence(attrs, password)
        except NameTakenError as error:
            raise under(error.field or "non_field_errors", _("A user with that name already exists.")) from None
        except AddressTakenError:
            raise under(email_field(), _("A user with that e-mail address already exists.")) from None

    def sentence(self, attrs: Mapping[str, object], password: str) -> dict[str, object]:
        """Sign up with a link by mail. The answer is the same whoever has the address."""
        count_mail("sign_up", client_address_of(self))
        if get_settings().EMAIL_VERIFICATION == "optional":
            sign_up_by_mail(attrs, password, pages_for(http_request_of(self)))
            return {"detail": _("We have sent you a mail. Follow the link in it to confirm your address.")}
        wait_for_link(attrs, password, timezone.now(), pages_for(http_request_of(self)))
        return {"detail": _("We have sent you a mail. Follow the link in it to open your account.")}

    def tokens(self, attrs: Mapping[str, object], password: str) -> dict[str, object]:
        """Sign up without a mail, and in, unless the project made the user inactive: then with a sentence."""
        serializer = self.token_serializer_class(context=self.context)
        serializer.user = sign_up(attrs, password)
        request = http_request_of(self)
        try:
            with joining(None if request is None else request.META):
                return open_for(serializer.user, serializer.get_tokens, methods=[PASSWORD], request=request)
        except SignInForbiddenError:
            return {"detail": _("Your account has to be activated before you can sign in.")}
        except CredentialsError as error:
            return {"detail": translated(error.message)}


class UserSerializer(UserModelSerializer):
    """A user, as they see themselves. Names can be changed."""

    email_verified = serializers.SerializerMethodField()

    class Meta(UserModelSerializer.Meta):
        """What was given at sign-up."""

        @classproperty
        def fields(cls) -> tuple[str, ...]:  # noqa: N805  # Django's own decorator
            """The names of the fields."""
            return tuple(dict.fromkeys((key_field(), *identifying_fields(), "email_verified", *name_fields())))

        @classproperty
        def read_only_fields(cls) -> tuple[str, ...]:  # noqa: N805  # Django's own decorator
            """What identifies the user is not changed in passing."""
            model = get_user_model()
            return (key_field(), model.USERNAME_FIELD, email_field())

    def get_email_verified(self, user: AbstractBaseUser) -> bool:
        """Whether the present address is verified."""
        return is_verified(user)

    def to_internal_value(self, data: Any) -> Any:
        """Refuse what can't be changed, instead of ignoring it."""
        given = data if isinstance(data, Mapping) else {}
        fixed = [name for name, field in self.fields.items() if field.read_only and name in given]
        if fixed:
            raise serializers.ValidationError({name: [_("This can't be changed here.")] for name in fixed})
        return super().to_internal_value(data)

    def update(self, instance: Any, validated_data: Any) -> Any:
        """Write what was given, and nothing else: the password may be changed by another request meanwhile."""
        for name, value in validated_data.items():
            setattr(instance, name, value)
        try:
            with transaction.atomic(using=router.db_for_write(type(instance))), heeding_rules():
                instance.save(update_fields=list(validated_data))
        except IntegrityError:
            # Another request took a name that has to be unique, after it was looked at.
            raise under("non_field_errors", _("A user with that name already exists.")) from None
        except DatabaseError as error:
            # After a deadlock, MySQL has undone the whole transaction, and in it nothing more can be asked.
            written = router.db_for_write(type(instance))
            if outage(error) is not None or type(instance)._base_manager.using(written).filter(pk=instance.pk).exists():
                raise
            # Another request deleted the user, after they were looked up.
            raise UserNotFoundError from None
        return instance


REFUSALS: Final[Mapping[type[WrongPasswordError], str | Promise]] = {
    WrongPasswordError: _("The password is wrong."),
    NoPasswordError: _("You have no password yet. Ask for a link to set one."),
    PasswordElsewhereError: _("Your password is kept elsewhere. Change it there."),
}
"""What is said of the password that was given."""


class CurrentPasswordSerializer(serializers.Serializer[Any]):
    """The password of who is signed in. Subclasses say for what."""

    current_password = PasswordField()

    @property
    def user(self) -> AbstractBaseUser:
        """Who is signed in."""
        user: AbstractBaseUser = self.context["request"].user
        return user

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Do what the password is asked for, and answer with nothing."""
        try:
            self.act(attrs)
        except WrongPasswordError as error:
            raise under("current_password", REFUSALS[type(error)]) from None
        return {}

    def act(self, attrs: Attributes) -> None:
        """Do it. Raises `WrongPasswordError`."""
        raise NotImplementedError


class SetPasswordSerializer(CurrentPasswordSerializer):
    """The password, and the one that replaces it."""

    new_password = NewPasswordField()

    def act(self, attrs: Attributes) -> None:
        """Change it, and sign out everywhere else."""
        try:
            change_password(
                self.user,
                attrs["current_password"],
                attrs["new_password"],
                session_of(self.context["request"]),
                pages_for(http_request_of(self)),
            )
        except DjangoValidationError as error:
            raise refused_password("new_password", error) from None


class SetEmailSerializer(CurrentPasswordSerializer):
    """The password, and the address to confirm."""

    new_email = EmailAddressField(write_only=True)

    def validate_new_email(self, value: str) -> str:
        """The address, if the column of the user model takes it: it may be short, or of one domain."""
        column: Any = get_user_model()._meta.get_field(email_field())
        column.run_validators(value)
        return value

    def act(self, attrs: Attributes) -> None:
        """Have the link sent."""
        pages = pages_for(http_request_of(self))
        request_email_change(
            self.user,
            attrs["current_password"],
            attrs["new_email"],
            client_address_of(self),
            pages,
            http_request_of(self),
        )


class DeleteAccountSerializer(CurrentPasswordSerializer):
    """The password of an account that should be deleted."""

    def act(self, attrs: Attributes) -> None:
        """Delete it."""
        delete_account(self.user, attrs["current_password"], http_request_of(self))


def session_of(request: Request) -> UUID | None:
    """The session that *request* belongs to."""
    try:
        return session_id_of(request.auth.payload) if isinstance(request.auth, Token) else None
    except TokenError:
        return None


def is_open() -> bool:
    """Whether accounts are open at once, without a link."""
    return get_settings().EMAIL_VERIFICATION == "none"
