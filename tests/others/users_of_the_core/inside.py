"""Run by `test_users.py` in a process of its own, which has these models: each test has another AUTH_USER_MODEL."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, update_last_login
from django.contrib.auth.signals import user_logged_in
from django.core.checks import run_checks
from django.db.models import Q
from django.test import override_settings
from django.utils.functional import SimpleLazyObject
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIClient, APIRequestFactory

from drf_signet.authentication import JWTAuthentication, JWTStatelessUserAuthentication
from drf_signet.errors import TokenError, UserInactiveError, UserNotFoundError
from drf_signet.models import TokenUser
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken
from drf_signet.user_checks import check_user_model
from drf_signet.users import user_of
from drf_signet_compat.simplejwt import models as simplejwt
from drf_signet_compat.simplejwt import tokens as drop_in_tokens
from tests.others.page import blocks_of
from tests.others.users_of_the_core import models
from tests.others.users_of_the_core.models import Addressed, Bare, Customer, Device, Disabling, Note, Numbered, Proxied

CREDENTIALS = {"name": "ada", "password": "pw"}
MODELS = [
    *("Numbered", "Worded", "Representing", "Inheriting", "Paired", "Addressed", "Disabling", "Undecided"),
    *("Bare", "Passwordless", "Elsewhere", "Proxied"),
]
FIELDS = ["email", "alias", "badge", "price", "born", "since", "blob", "age", "facts", "sealed", "nick", "handle"]


@pytest.fixture(autouse=True)
def tables(db: None) -> None:
    """Each test has them."""


@pytest.fixture
def client() -> APIClient:
    """It raises errors that would be a 500."""
    return APIClient()


@pytest.fixture(params=[None, "update"], ids=["plain", "with-last-login-and-fingerprint"])
def signet(request: pytest.FixtureRequest) -> dict[str, object]:
    """The two lines alone, or with settings that ask more of the model."""
    return {"UPDATE_LAST_LOGIN": True, "CHECK_REVOKE_TOKEN": True} if request.param else {}


@contextmanager
def users(model: str, signet: dict[str, object]) -> Iterator[Any]:
    """A project with the user *model*: Django writes ``last_login`` where it has one, as it does from the start."""
    with override_settings(AUTH_USER_MODEL=f"users_of_the_core.{model}", SIGNET=signet):
        found = getattr(models, model)
        writes = "last_login" in {one.name for one in found._meta.get_fields()}
        with nullcontext() if writes else mute_signals():
            yield found


@contextmanager
def mute_signals() -> Iterator[None]:
    """Without Django's receiver."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")
    try:
        yield
    finally:
        user_logged_in.connect(update_last_login, dispatch_uid="update_last_login")


def ids() -> list[str]:
    """The ids of our messages in ``manage.py check``."""
    return sorted(one.id for one in run_checks() if one.id and one.id.startswith("signet."))


def statuses(client: APIClient, credentials: dict[str, str] = CREDENTIALS) -> list[int]:
    """Sign-in, and with its tokens: two protected views, refresh, verification. Raises errors in place of a 500."""
    signed_in = client.post("/token/", credentials)
    tokens = signed_in.data if signed_in.status_code == 200 else {"access": "a.b.c", "refresh": "a.b.c"}
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
    answers = [client.get("/me/"), client.get("/stateless/me/")]
    client.credentials()
    answers += [client.post("/token/refresh/", tokens), client.post("/token/verify/", {"token": tokens["access"]})]
    return [signed_in.status_code, *(one.status_code for one in answers)]


@pytest.mark.parametrize("model", MODELS)
def test_no_user_model_is_a_500(client: APIClient, signet: dict[str, object], model: str) -> None:
    """If the check is silent, all goes well; otherwise, the answer is a refusal."""
    with users(model, signet) as found:
        found._default_manager.create_user("ada", **({"is_active": True} if model == "Undecided" else {}))
        said, answers = ids(), statuses(client)
    errors = [one for one in said if ".E" in one]
    assert (errors, answers) == ((["signet.E039"], [401] * 5) if model == "Paired" else ([], [200] * 5))
    assert ("signet.W040" in said) == (model in {"Bare", "Passwordless"} and bool(signet))


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_that_identifies_is_a_500(client: APIClient, signet: dict[str, object], field: str) -> None:
    """Missing values, and values that a token can't hold or that can't be looked up, are refused; the rest go on."""
    with override_settings(AUTH_USER_MODEL="users_of_the_core.Addressed", SIGNET={"USER_ID_FIELD": field, **signet}):
        Addressed.objects.create_user("ada")
        assert ids() == {
            "email": ["signet.E011"],
            "blob": ["signet.E039"],
            "age": ["signet.E039"],
            "facts": ["signet.E039"],
            "nick": ["signet.W039"],
        }.get(field, [])
        expected = [401] * 5 if field in {"email", "blob", "age", "facts", "nick"} else [200] * 5
        # A value with a new encryption each time can't be looked up.
        assert statuses(client) == ([200, 401, 200, 401, 200] if field == "sealed" else expected)


def test_two_users_of_one_address(client: APIClient) -> None:
    """Neither gets a token of the other. A token from before the second user took the address is refused."""
    with override_settings(AUTH_USER_MODEL="users_of_the_core.Addressed", SIGNET={"USER_ID_FIELD": "email"}):
        ada = Addressed.objects.create_user("ada", email="x@example.com")
        before = AccessToken.for_user(ada)
        others: dict[str, Any] = {
            "alias": "B",
            "price": 2,
            "born": "2000-01-01",
            "since": "2000-01-01T00:00Z",
            "blob": b"b",
            "age": timedelta(2),
        }
        others |= {"facts": [1], "nick": "b", "handle": "b"}
        Addressed.objects.create_user("bob", email="x@example.com", **others)
        with pytest.raises(UserNotFoundError, match="Two users have the same value of 'email'"):
            AccessToken.for_user(ada)
        assert statuses(client) == [401] * 5
        with pytest.raises(UserNotFoundError):
            user_of(before)


def test_words_that_the_database_takes_for_equal_are_two_users() -> None:
    """If the column ignores case, the token of a deleted user is still not that of "ada"."""
    with override_settings(AUTH_USER_MODEL="users_of_the_core.Addressed", SIGNET={"USER_ID_FIELD": "alias"}):
        token = AccessToken.for_user(Addressed.objects.create_user("ada"))
        token["user_id"] = "ADA"
        with pytest.raises(UserNotFoundError):
            user_of(token)


@pytest.mark.parametrize(("model", "fields"), [(Disabling, {"is_enabled": False}), (models.Undecided, {})])
def test_disabled_is_disabled(client: APIClient, model: Any, fields: dict[str, object]) -> None:
    """A method may say so, or nobody has decided that the user is active."""
    with override_settings(AUTH_USER_MODEL=model._meta.label):
        user = model.objects.create_user("ada", **fields)
        assert statuses(client) == [401] * 5
        with pytest.raises(UserInactiveError):
            AccessToken.for_user(user)


@pytest.mark.parametrize("backend", ["DeviceBackend", "PersonBackend"])
def test_a_backend_that_gives_no_user(client: APIClient, caplog: pytest.LogCaptureFixture, backend: str) -> None:
    """It signs nobody in, and the log says why."""
    Device.objects.create()
    with override_settings(AUTHENTICATION_BACKENDS=[f"tests.others.users_of_the_core.backends.{backend}"]):
        assert statuses(client) == [401] * 5
    assert f"the backend returned a {backend.removesuffix('Backend')}, not a Numbered" in caplog.text


@pytest.fixture
def ada() -> Numbered:
    """Number 1."""
    user: Numbered = Numbered.objects.create_user("ada", number=1)
    return user


@pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, SlidingToken])
def test_another_row_is_nobody(ada: Numbered, token_class: Any) -> None:
    """Neither device 1, nor another object with a key, nor a user without a row gets a token."""
    for other in (Device.objects.create(pk=1), Bare.objects.create_user("x"), object(), None, SimpleLazyObject(object)):
        with pytest.raises(TypeError, match="A token for Numbered can't be made for"):
            token_class.for_user(other)
    for nobody in (AnonymousUser(), Numbered(name="new")):
        with pytest.raises(UserNotFoundError):
            token_class.for_user(nobody)


def test_a_row_of_the_same_model_by_another_class_is_the_user(ada: Numbered) -> None:
    """A proxy, a derived model with a key of its own, a deferred instance, and one that is looked up later."""
    customer = Customer(user=ada, shelf=7)
    customer.__dict__.update(name="ada", password=ada.password)
    customer.save()
    rows = [Proxied.objects.get(), customer, Customer.objects.get(), Numbered.objects.only("name").get()]
    rows.append(SimpleLazyObject(Numbered.objects.get))
    assert {AccessToken.for_user(one)["user_id"] for one in rows} == {"1"}
    with override_settings(AUTH_USER_MODEL="users_of_the_core.Proxied"):
        assert AccessToken.for_user(ada)["user_id"] == "1"


def test_the_user_of_a_token_gets_another(ada: Numbered) -> None:
    """In a view without queries, ``request.user`` is made of claims, and stands for the user that they name."""
    for signet in ({}, {"CHECK_REVOKE_TOKEN": True}):
        with override_settings(SIGNET=signet):
            again = AccessToken.for_user(TokenUser(AccessToken.for_user(ada)))  # type: ignore[arg-type]
            assert user_of(again) == ada


def block_with(words: str) -> str:
    """The block of the page that has *words* in it."""
    (block,) = (one for one in blocks_of("user-models") if words in one)
    return block


def test_the_page_gives_devices_tokens_of_their_own(client: APIClient, ada: Numbered) -> None:
    """They authenticate where devices do, and nowhere else; and users don't authenticate there."""
    names: dict[str, Any] = {"Device": Device, "__name__": "tests.others.users_of_the_core.devices"}
    exec(block_with("DeviceToken").replace("devices.", "users_of_the_core."), names)
    device, token_class = Device.objects.create(pk=1), names["DeviceToken"]
    raw = str(token_class.for_user(device))
    sys.modules["devices_of_the_page"] = module = ModuleType("devices_of_the_page")
    vars(module).update(names)
    paths = ("drf_signet.tokens.AccessToken", "devices_of_the_page.DeviceToken")

    def asked(authentication: Any, token: str) -> Any:
        return authentication().authenticate(APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}"))

    with override_settings(SIGNET={"AUTH_TOKEN_CLASSES": paths}):
        assert asked(names["DeviceAuthentication"], raw)[0] == device
        for other in (JWTAuthentication, JWTStatelessUserAuthentication):
            with pytest.raises(AuthenticationFailed):
                asked(other, raw)
        with pytest.raises(AuthenticationFailed):
            asked(names["DeviceAuthentication"], str(AccessToken.for_user(ada)))
    with override_settings(SIGNET={"TOKEN_TYPE_CLAIM": None}), pytest.raises(AuthenticationFailed):
        asked(JWTAuthentication, str(token_class.for_user(device)))
    with pytest.raises(TypeError):
        token_class.for_user(ada)


def test_simple_jwts_contract_is_kept(ada: Numbered, caplog: pytest.LogCaptureFixture) -> None:
    """It accepts any object with a key, and the log warns. There, the token of a device is no user's either."""
    device = Device.objects.create(pk=1)

    class DeviceToken(AccessToken):
        user_model = Device

    double: Any = SimpleNamespace(id=7)
    assert drop_in_tokens.AccessToken.for_user(double)["user_id"] == "7"
    assert "warning" not in caplog.text.lower()
    assert drop_in_tokens.AccessToken.for_user(device)["user_id"] == "1"  # type: ignore[arg-type]
    assert "A token was made for a Device. It will belong to the user with the same key." in caplog.text
    raw = str(DeviceToken.for_user(device))  # type: ignore[arg-type]
    with pytest.raises(TokenError):
        drop_in_tokens.AccessToken(raw)
    assert drop_in_tokens.UntypedToken(raw)["user_id"] == "1"


def test_a_model_that_nobody_can_sign_in_with_is_an_error() -> None:
    """Without Django's own checks of users, only ours says so."""
    with override_settings(AUTH_USER_MODEL="users_of_the_core.Party"):
        (told,) = check_user_model()
    assert told.id == "signet.E040"
    assert told.msg.endswith(
        "Party, the AUTH_USER_MODEL, has no USERNAME_FIELD and no is_authenticated and no is_anonymous."
    )


TOKEN_USERS = pytest.mark.parametrize(
    ("user_class", "signet"),
    [
        (TokenUser, {}),
        (TokenUser, {"USER_ID_FIELD": "name"}),
        (simplejwt.TokenUser, {}),
    ],
    ids=["primary-key", "another-field", "simple-jwt"],
)


@TOKEN_USERS
def test_a_query_takes_the_user_of_a_token_for_the_row(ada: Numbered, user_class: Any, signet: Any) -> None:
    """In conditions, lists and updates, like a row."""
    bob = Numbered.objects.create_user("bob")
    hers, his = Note.objects.create(owner=ada, text="hers"), Note.objects.create(owner=bob, text="his")
    Note.objects.create(text="nobody's")
    with override_settings(SIGNET=signet):
        user = user_class(AccessToken.for_user(ada))
        for found in (
            Note.objects.filter(owner=user),
            Note.objects.filter(owner_id=user),
            Note.objects.filter(Q(owner=user) & ~Q(owner=bob)),
            Note.objects.filter(owner__in=[user]),
            Note.objects.filter(owner__in=(user, 99)),
            Note.objects.filter(owner__pk=user),
            Note.objects.exclude(~Q(owner=user)),
        ):
            assert [one.text for one in found] == ["hers"]
        assert [one.text for one in Note.objects.exclude(owner=user).order_by("text")] == ["his", "nobody's"]
        assert Numbered.objects.get(pk=user) == Numbered.objects.get(note__owner=user) == ada
        assert Note.objects.filter(pk=his.pk).update(owner=user) == 1
        assert Note.objects.filter(owner=user).count() == 2
        assert hers.owner == ada


@TOKEN_USERS
def test_an_unknown_user_owns_nothing(user_class: Any, signet: Any) -> None:
    """The query finds no rows without an owner, and is no 500."""
    Note.objects.create(text="nobody's")
    for name in ("abc", "99", str(10**30), "", "1.5"):
        token = AccessToken()
        token["user_id"] = name
        with override_settings(SIGNET=signet):
            assert not Note.objects.filter(owner=user_class(token)).exists()
            assert Note.objects.exclude(owner=user_class(token)).count() == 1


def test_a_field_that_needs_a_row_says_what_to_write(ada: Numbered) -> None:
    """Django's own message, with ours in it."""
    user: Any = TokenUser(AccessToken.for_user(ada))
    with pytest.raises(ValueError, match=r"Cannot assign .*set user_id to its id.*Note.owner"):
        Note(owner=user)


def test_the_page_says_what_to_write(ada: Numbered) -> None:
    """A query and a field, in a view without queries for the user."""
    request = SimpleNamespace(user=TokenUser(AccessToken.for_user(ada)))
    names: dict[str, Any] = {"Note": Note, "request": request}
    exec(block_with("Note.objects"), names)
    assert names["note"] in names["notes"]
