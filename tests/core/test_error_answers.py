"""The table from errors to answers: its rows, and which view answers what."""

from __future__ import annotations

from typing import Any, ClassVar, cast

import pytest
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.db import OperationalError
from django.http import Http404
from pytest_django.fixtures import Settings
from rest_framework import exceptions as rest
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import exception_handler

from drf_signet import errors
from drf_signet.answering_views import AnsweringView
from drf_signet.answers import ANSWERS, EXCHANGE_ANSWERS, Answers, Row
from drf_signet.errors import LinkExpiredError, RequestRefusedError, SignetError, TokenError, UnavailableError
from drf_signet.exceptions import AuthenticationFailed, FieldRefused, InvalidToken, answer_to, answering, error_behind
from tests.others.languages.raised import every_error

FAULTS = (errors.KeyLoadError, errors.KeyChangeRefusedError, RequestRefusedError)
"""A wrong setting, a refusal for operators, and the error that already is an answer."""


class CouponError(SignetError):
    """The error of a flow that a project or another package adds."""

    code = "coupon_refused"
    default_message = "The coupon can't be used."


class CouponSpentError(CouponError):
    """One of its kinds."""

    code = "coupon_spent"


class RaisingView(AnsweringView):
    """Raises what it is given."""

    raised: ClassVar[Exception]
    authentication_classes = ()
    permission_classes = ()

    def get_authenticate_header(self, request: Any) -> str:
        """Without a challenge, REST framework makes a 403 of a 401."""
        return "Bearer"

    def get(self, request: Any) -> Response:
        """Raise it."""
        raise self.raised


def answered(error: Exception, view: type[RaisingView] = RaisingView) -> Response:
    """The answer of *view* if *error* is raised in it."""
    view.raised = error
    response = view.as_view()(APIRequestFactory().get("/"))
    response.render()
    return response


def test_every_error_has_a_row() -> None:
    """A new one is answered like its base, or has a row of its own; none becomes a 500."""
    for error in every_error(SignetError):
        if not isinstance(error, FAULTS):
            for answers in (ANSWERS, EXCHANGE_ANSWERS):
                assert answers.row_of(type(error)) is not None, error


def test_every_refusal_has_a_code() -> None:
    """The body of every refusal has a stable code. A 503 and a 429 say when to come back, a 401 what to bring."""
    for error in every_error(SignetError):
        if isinstance(error, FAULTS):
            continue
        response = answered(error)
        row = cast(Row, ANSWERS.row_of(type(error)))
        assert (response.status_code, response.data["code"]) == (row.status, row.code or error.code)
        assert ("Retry-After" in response.headers) == (response.status_code in (429, 503))


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (rest.NotFound(), 404, "not_found"),
        (Http404(), 404, "not_found"),
        (DjangoPermissionDenied(), 403, "permission_denied"),
        (rest.PermissionDenied(code="too_junior"), 403, "too_junior"),
        (rest.Throttled(9), 429, "throttled"),
        (rest.ParseError(), 400, "parse_error"),
        (rest.NotAcceptable(), 406, "not_acceptable"),
    ],
    ids=repr,
)
def test_refusals_of_rest_framework_have_theirs(raised: Exception, status: int, code: str) -> None:
    """The code is added, and the text stays."""
    response = answered(raised)
    assert (response.status_code, list(response.data), response.data["code"]) == (status, ["detail", "code"], code)


def told_by_project(exc: Exception, context: Any) -> Response | None:
    """A handler that names things in its own way."""
    response = exception_handler(exc, context)
    if response is not None:
        response.data = {"problem": response.data}
    return response


def test_what_a_handler_of_the_projects_says_stays(settings: Settings) -> None:
    """Nothing is added to a body that isn't REST framework's own."""
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "EXCEPTION_HANDLER": f"{__name__}.told_by_project"}
    assert answered(rest.NotFound()).data == {"problem": {"detail": "Not found."}}
    assert answered(LinkExpiredError()).data == {"problem": {"token": ["The link has expired."]}}
    assert answered(LinkExpiredError()).data["problem"]["token"][0].code == "link_expired"


def test_errors_of_fields() -> None:
    """They are listed under the field, with the code next to it; plain ones have no code where clients know none."""
    assert answered(LinkExpiredError()).data == {"token": ["The link has expired."], "code": "link_expired"}
    assert answered(errors.NameTakenError("username")).data["username"] == ["A user with that name already exists."]
    refused = answered(errors.PasswordRefusedError(["Too short.", "Too common."]))
    assert refused.data == {"new_password": ["Too short.", "Too common."], "code": "password_refused"}
    assert answered(rest.ValidationError({"a": ["Wrong."]})).data == {"a": ["Wrong."]}


@pytest.mark.parametrize("name", ["code", "detail"])
def test_a_field_of_that_name_keeps_its_errors(name: str) -> None:
    """A user model may have a column that is called so."""
    data = answered(cast(Exception, FieldRefused(name, ["Taken."], errors.NameTakenError()))).data
    assert data[name] == ["Taken."]
    assert data["code"] == (["Taken."] if name == "code" else "name_taken")


def test_a_tier_adds_rows_for_its_own_errors() -> None:
    """Each is looked up along its bases; nobody can change an existing row."""
    table = Answers({}, below=ANSWERS)
    assert table.row_of(CouponSpentError) is None
    table.add({CouponError: Row(409)})
    assert (table.row_of(CouponSpentError), table.row_of(TokenError)) == (Row(409), ANSWERS.row_of(TokenError))
    with pytest.raises(ValueError, match="CouponError"):
        table.add({CouponError: Row(400)})

    class CouponView(RaisingView):
        answers = table

    response = answered(CouponSpentError(), CouponView)
    assert (response.status_code, response.data) == (
        409,
        {"detail": "The coupon can't be used.", "code": "coupon_spent"},
    )


def test_an_error_that_nobody_knows_is_a_fault() -> None:
    """It is raised, and a server answers 500."""
    for fault in (CouponSpentError(), errors.KeyLoadError(), ValueError("x")):
        assert answer_to(fault) is fault
        with pytest.raises(type(fault)):
            answered(fault)


def test_one_that_is_two_things_is_the_first() -> None:
    """A token that isn't valid yet is a 503, although it is also a `TokenError`, which is a 401."""
    early = errors.TokenNotYetValidError(7)
    assert isinstance(early, TokenError)
    for answers in (ANSWERS, EXCHANGE_ANSWERS):
        answer: Any = answer_to(early, answers)
        assert (answer.status_code, answer.wait, answer.detail["code"]) == (503, 7, "token_not_yet_valid")


def test_texts_and_fields_of_the_place() -> None:
    """A serializer has some texts of its own, and field names of its own."""
    said: Any = answer_to(
        LinkExpiredError(), words={"link_expired": "Ask for a new one."}, fields={errors.LinkError: "key"}
    )
    assert said.detail == {"key": ["Ask for a new one."]}
    own: Any = answer_to(LinkExpiredError("It's over."), words={"link_expired": "Ask for a new one."})
    assert own.detail == {"token": ["It's over."]}
    without: Any = answer_to(LinkExpiredError(), fields=None)
    assert (without.status_code, without.detail) == (
        400,
        {"detail": "The link has expired.", "code": "link_expired"},
    )


def test_the_classes_that_projects_catch() -> None:
    """By Simple JWT's names, with the attributes that REST framework's exceptions have."""
    refused = answer_to(TokenError())
    assert isinstance(refused, InvalidToken)
    assert (refused.status_code, refused.get_codes()) == (401, {"detail": "token_not_valid"})
    assert refused.detail == {"detail": "Token is invalid", "code": "token_not_valid", "reason": "token_invalid"}
    refused.auth_header = 'Bearer realm="api"'
    assert refused.auth_header == 'Bearer realm="api", error="invalid_token"'
    gone = answer_to(errors.UserNotFoundError())
    assert isinstance(gone, AuthenticationFailed)
    assert not isinstance(gone, InvalidToken)
    assert isinstance(answer_to(errors.CredentialsError()), rest.AuthenticationFailed)


def test_what_is_behind_an_answer() -> None:
    """A view finds the error, whether it has the error itself or its answer."""
    lost = OperationalError("gone")
    answer = answer_to(lost)
    assert isinstance(error_behind(answer), UnavailableError)
    assert error_behind(LinkExpiredError()) is not None
    assert error_behind(answer_to(error := LinkExpiredError())) is error
    assert error_behind(ValueError()) is None


def test_a_part_of_anybodys_view() -> None:
    """An authentication class, or a method of one, which any view may call."""

    @answering
    def act(error: Exception) -> None:
        raise error

    with pytest.raises(InvalidToken) as caught:
        act(error := TokenError())
    assert caught.value.__cause__ is error
    with pytest.raises(ZeroDivisionError):
        act(ZeroDivisionError())
