"""What the serializers of all tiers are made of: each error becomes an answer here, also in a view of anybody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers
from rest_framework.fields import empty

from drf_signet.answers import ANSWERS, Answers
from drf_signet.errors import TokenError, UnavailableError
from drf_signet.exceptions import NONE, FieldRefused, Fields, answer_to
from drf_signet.sign_in_completion import completing
from drf_signet.tokens import Token
from signet_tokens.reasons import MALFORMED


def token_in(attrs: Mapping[str, object], name: str) -> str:
    """
    The token *name* in *attrs*. Raises `TokenError` where ``validate`` of a subclass left none.

    Such as a cookie that isn't there: a token class would take None for a new token.
    """
    value = attrs.get(name)
    if isinstance(value, bytes):
        return value.decode("ascii", "replace")
    if not isinstance(value, str):
        raise TokenError(reason=MALFORMED)
    return value


class AnsweringSerializer(serializers.Serializer[Any]):
    """
    Turns errors of flows into exceptions of REST framework, so that it works in any view.

    A `TokenError` stays as it is. ``default_error_messages`` replaces texts, by their codes.
    """

    answers: ClassVar[Answers] = ANSWERS

    @property
    def field_of(self) -> Fields:
        """The field that an error belongs to, by its class, if that isn't the usual one."""
        return NONE

    def run_validation(self, data: Any = empty) -> Any:
        """Validate *data*."""
        return self._answered(super().run_validation, data)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check several fields at once. A subclass checks *attrs* here, and changes nothing."""
        validated: dict[str, Any] = super().validate(attrs)
        return validated

    def save(self, **kwargs: Any) -> Any:
        """Write the validated data down."""
        return self._answered(super().save, **kwargs)

    def _answered(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return act(*args, **kwargs)
        except Exception as error:
            answer = self.answer_to(error)
            if answer is error:
                raise
            raise answer from error

    def answer_to(self, error: Exception) -> Exception:
        """What is answered to *error*; *error* itself, where a view has to say."""
        if isinstance(error, TokenError) and not isinstance(error, UnavailableError):
            return error
        return answer_to(error, self.answers, words=self.error_messages, fields=self.field_of)


class ActingSerializer(AnsweringSerializer):
    """
    Checks in ``is_valid``, and acts in ``save``. To check twice, or to show a form, changes nothing.

    A subclass checks in ``validate`` what can be read off the data. The flow that `act` calls checks everything else,
    such as a password or a link that can be used once.
    """

    def save(self, **kwargs: Any) -> dict[str, object]:
        """Act on the validated data and *kwargs*. Returns the body of the answer, which may be empty."""
        assert not self.errors, "You can't call save() on a serializer with invalid data."
        answer: dict[str, object] = self._answered(self._acted, {**self.validated_data, **kwargs})
        return answer

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """
        Call the flow with *attrs*, which are valid.

        Returns the body of the answer, and raises what the flow raises.
        """
        raise NotImplementedError

    def text_in(self, attrs: Mapping[str, object], name: str) -> str:
        """The text *name* in *attrs*. Raises `ValidationError` where ``validate`` of a subclass left none."""
        value = attrs.get(name)
        if not isinstance(value, str):
            raise serializers.ValidationError({name: serializers.Field.default_error_messages["required"]}, "required")
        return value

    def _acted(self, attrs: dict[str, Any]) -> dict[str, object]:
        try:
            return self.act(attrs)
        except FieldRefused:
            raise
        except (serializers.ValidationError, DjangoValidationError) as error:
            # What a project's own code refuses here, in a receiver or in a model, looks as what ``validate`` refuses.
            raise serializers.ValidationError(serializers.as_serializer_error(error)) from error


class IssuingSerializer(serializers.Serializer[Any]):
    """
    Keeps the tokens that it signs, so that nobody reads again what was an object a moment ago.

    ``issued`` holds them by what goes over the wire. Of those of `drf_signet.sessions`, each has its ``session``.
    """

    @cached_property
    def issued(self) -> dict[str, Token]:
        """The tokens of the answer, from `signed`."""
        return {}

    def signed(self, token: Token) -> str:
        """What goes over the wire of *token*. Raises what ``str(token)`` raises."""
        raw = str(token)
        self.issued[raw] = token
        return raw


class CompletingSerializer(serializers.Serializer[Any]):
    """Counts an attempt to sign in until the credentials are validated, whatever a subclass asks beside them."""

    def run_validation(self, data: Any = empty) -> Any:
        """Validate *data*."""
        with completing():
            return super().run_validation(data)
