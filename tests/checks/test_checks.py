"""What ``manage.py check`` says: each error with its id, its words and its hint."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Tags, Warning, run_checks
from django.core.management import CommandError, call_command
from django.test import override_settings

from drf_signet import checks, conf, deploy_checks, key_checks, profile_checks, project_checks, ring_checks
from drf_signet.rates import USUAL_RATES
from drf_signet.sessions import checks as session_checks
from tests.checks.check_cases import CORE_ERRORS, PROFILED, RS256, SHORTEST, Complaint
from tests.checks.cookie_check_cases import COOKIE_ERRORS
from tests.checks.deploy_check_cases import ISSUED, OWN, WARNINGS
from tests.stand_ins.key_pairs import SECRET, pair_for, private_pem, public_pem, rsa

YEAR = timedelta(days=365)
ERRORS = {**CORE_ERRORS, **COOKIE_ERRORS}
OF_THE_CACHE, OF_TIME_ZONES, OF_SECRETS = "W013", "E019", "W079"
OF_BACKENDS = ("E030", "W030")
"""Ids of checks of other Django settings."""

OF_KEYS = ("E046", "E047", "W047", "W048", "W049")
"""Ids that tests/others/configuration tests."""


def said(signet: object, *, deploy: bool = False) -> list[CheckMessage]:
    """What the checks of this library say about the dict *signet*."""
    with override_settings(SIGNET=signet):
        found = run_checks(include_deployment_checks=deploy)
    return [one for one in found if (one.id or "").startswith("signet.")]


def each(cases: Mapping[str, Mapping[str, Complaint]]) -> list[pytest.ParameterSet]:
    """A parameter for each case, named after its id and its mistake."""
    return [
        pytest.param(code, complaint, id=f"{code}-{name}")
        for code, complaints in cases.items()
        for name, complaint in complaints.items()
    ]


@pytest.mark.parametrize(("code", "complaint"), each(ERRORS))
def test_a_wrong_setting_is_one_error(code: str, complaint: Complaint) -> None:
    """The error has its id, says what is wrong and what to do about it, and no other rule speaks up."""
    assert said(complaint.signet) == [Error(complaint.message, hint=complaint.hint, id=f"signet.{code}")]


@pytest.mark.parametrize(("code", "complaint"), each(WARNINGS))
def test_an_unsafe_setting_is_one_warning_for_deployment(code: str, complaint: Complaint) -> None:
    """The warning is given under ``--deploy``, and only there."""
    warning = Warning(complaint.message, hint=complaint.hint, id=f"signet.{code}")
    assert said(complaint.signet, deploy=True) == [warning]
    assert said(complaint.signet) == []


def ids_in(module: ModuleType) -> set[str]:
    """The ids in the source of *module*."""
    return set(re.findall(r'"(?:signet\.)?([EW]\d{3})"', inspect.getsource(module)))


def test_every_id_in_the_source_has_a_case() -> None:
    """The tests above leave out no check, and test none that is gone."""
    sources = (checks, conf, deploy_checks, key_checks, profile_checks, session_checks)
    elsewhere = {OF_THE_CACHE, OF_TIME_ZONES, OF_SECRETS, *OF_BACKENDS, *OF_KEYS}
    assert set().union(*map(ids_in, sources)) == {*ERRORS, *WARNINGS, *elsewhere}


@pytest.mark.parametrize(
    "module",
    [checks, deploy_checks, key_checks, project_checks, ring_checks, session_checks],
    ids=["errors", "warnings", "keys", "project", "ring", "sessions"],
)
def test_an_id_belongs_to_one_rule(module: ModuleType) -> None:
    """Each rule has one id, and names it first in its docstring."""
    owners: dict[str, list[str]] = {}
    for function in ast.parse(inspect.getsource(module)).body:
        if isinstance(function, ast.FunctionDef):
            for code in set(re.findall(r"'signet\.([EW]\d{3})'", ast.unparse(function))):
                owners.setdefault(code, []).append(function.name)
                assert (ast.get_docstring(function) or "").startswith(f"{code}: ")
    assert owners
    assert [names for names in owners.values() if len(names) > 1] == []


def test_every_rule_is_registered() -> None:
    """Each function of the modules that is a check is in the list of its module, once."""
    lists = (
        (checks, checks.ERRORS),
        (deploy_checks, deploy_checks.WARNINGS),
        (key_checks, key_checks.ERRORS),
        (project_checks, project_checks.ALWAYS),
        (ring_checks, (*ring_checks.ERRORS, *ring_checks.WARNINGS)),
        (session_checks, (*session_checks.ERRORS, *session_checks.WARNINGS)),
    )
    for module, listed in lists:
        names = [one.__name__ for one in listed]
        prefixes = ("check_", "warn_")
        assert sorted(names) == sorted(name for name in vars(module) if name.startswith(prefixes))


@pytest.mark.parametrize("name", ["db.DatabaseCache", "dummy.DummyCache", "filebased.FileBasedCache"])
def test_a_cache_that_does_not_count_is_one_warning(name: str, tmp_path: Path) -> None:
    """Nobody relies on a limit that isn't one. Where nothing is counted, no check warns."""
    backend = f"django.core.cache.backends.{name}"
    with override_settings(CACHES={"default": {"BACKEND": backend, "LOCATION": str(tmp_path)}}):
        assert [one.id for one in said(OWN, deploy=True)] == [f"signet.{OF_THE_CACHE}"]
        assert said({**OWN, "THROTTLE_RATES": dict.fromkeys(USUAL_RATES)}, deploy=True) == []


def test_a_cache_that_forgets_is_one_warning() -> None:
    """Django's local memory keeps 300 entries by default."""
    with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}):
        assert [one.id for one in said(OWN, deploy=True)] == [f"signet.{OF_THE_CACHE}"]


def test_a_service_without_users_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody signs in there, so any cache will do."""
    monkeypatch.setattr(deploy_checks, "has_users", lambda: False)
    with override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}):
        assert said(OWN, deploy=True) == []


def test_the_defaults_are_right() -> None:
    """A project that sets nothing has no error, and one warning for deployment: its secret signs tokens, too."""
    assert said({}) == []
    assert [one.id for one in said({}, deploy=True)] == ["signet.W002"]


@pytest.mark.parametrize(
    "signet",
    [
        pytest.param(OWN, id="own-secret"),
        pytest.param({**OWN, "SIGNING_KEY": "k" * 32}, id="shortest-secret"),
        pytest.param({**OWN, "ALGORITHM": "HS512", "SIGNING_KEY": "k" * 64}, id="shortest-secret-for-hs512"),
        pytest.param({**OWN, "LEEWAY": 300}, id="widest-leeway"),
        pytest.param({**OWN, "LEEWAY": timedelta()}, id="no-leeway"),
        pytest.param({**OWN, "ACCESS_TOKEN_LIFETIME": timedelta(days=1)}, id="longest-access-token"),
        pytest.param({**OWN, "SLIDING_TOKEN_LIFETIME": timedelta(days=1)}, id="longest-sliding-token"),
        pytest.param({**OWN, "ACCESS_TOKEN_LIFETIME": SHORTEST}, id="shortest-access-token"),
        pytest.param({**OWN, "REFRESH_TOKEN_LIFETIME": YEAR, "SESSION_LIFETIME": YEAR}, id="refresh-token-for-a-year"),
        pytest.param({**OWN, "REFRESH_GRACE_PERIOD": timedelta(minutes=1)}, id="longest-grace"),
        pytest.param({**OWN, "REFRESH_GRACE_PERIOD": timedelta(), "REFRESH_RETRY_PERIOD": timedelta()}, id="strict"),
        pytest.param({**OWN, "SESSIONS_PER_USER": 1, "NUM_PROXIES": 2}, id="one-session-behind-two-proxies"),
        pytest.param({**OWN, "GET_CLAIMS": "tests.conf.session_setting_effects.claims_about"}, id="claims"),
        pytest.param({**OWN, "REFRESH_COOKIE_NAME": "my_app.refresh-token"}, id="cookie-name"),
        pytest.param({**OWN, "REFRESH_COOKIE_DOMAIN": ".my-app.example.com"}, id="cookie-domain"),
        pytest.param({**OWN, "REFRESH_COOKIE_DOMAIN": "localhost"}, id="cookie-domain-on-this-machine"),
        pytest.param({**OWN, "REFRESH_COOKIE_PATH": "/api/v1/browser/"}, id="cookie-path"),
        pytest.param({**OWN, "REFRESH_COOKIE_SAMESITE": "Lax"}, id="cookie-of-pages-and-links"),
        pytest.param({**OWN, "AUDIENCE": ["us", "all"]}, id="two-audiences"),
        pytest.param(RS256, id="key-pair"),
        pytest.param({"ALGORITHM": "ES256", "VERIFYING_KEY": public_pem(pair_for("ES256"))}, id="public-key-alone"),
        pytest.param(ISSUED, id="issuer-beside-own-key"),
        pytest.param({**ISSUED, "SIGNING_KEY": None}, id="issuer-alone"),
        pytest.param({**ISSUED, "JWK_URL": "http://localhost:8000/jwks.json"}, id="issuer-on-this-machine"),
        pytest.param({**OWN, "USER_ID_FIELD": "username"}, id="unique-field"),
        pytest.param({**OWN, "USER_ID_FIELD": "pk"}, id="primary-key"),
        pytest.param({**OWN, "USER_ID_CLAIM": "sub"}, id="subject"),
        pytest.param({**OWN, "JTI_CLAIM": None}, id="no-identifier"),
        pytest.param({**OWN, "AUTH_HEADER_NAME": "HTTP_X_ACCESS_TOKEN"}, id="other-header"),
        pytest.param({**OWN, "AUTH_HEADER_TYPES": ["JWT", "Bearer"]}, id="two-words"),
        pytest.param({**OWN, "AUTH_HEADER_TYPES": "JWT"}, id="one-word"),
        pytest.param({**OWN, "JSON_ENCODER": "django.core.serializers.json.DjangoJSONEncoder"}, id="encoder"),
    ],
)
def test_right_settings_give_no_message(signet: Mapping[str, object]) -> None:
    """At the very edge of each rule, neither an error nor a warning is given."""
    assert said(signet, deploy=True) == []


@pytest.mark.parametrize("name", ["JTI_CLAIM", "TOKEN_TYPE_CLAIM", "REVOKE_TOKEN_CLAIM"])
def test_one_claim_with_two_meanings_is_an_error_for_both(name: str) -> None:
    """Each of the two settings is named, in the order of the list."""
    found = said({name: "user_id", "CHECK_REVOKE_TOKEN": True})
    assert [one.id for one in found] == ["signet.E009"] * 2
    assert "SIGNET['USER_ID_CLAIM'] is 'user_id'" in found[0].msg
    assert f"SIGNET[{name!r}] is 'user_id'" in found[1].msg


@pytest.mark.parametrize("leeway", [float("nan"), float("inf")])
def test_a_leeway_without_end_is_an_error(leeway: float) -> None:
    """With either, no token would ever expire."""
    assert [one.id for one in said({"LEEWAY": leeway})] == ["signet.E006"]


@pytest.mark.parametrize("name", ["HTTP_", "HTTP_X TOKEN", "HTTP_X:TOKEN", "HTTP_X_TOKEN\n", "HTTP_É", ""])
def test_a_header_that_no_client_can_send_is_an_error(name: str) -> None:
    """No other spelling would help, so the usual one is named (RFC 9110 section 5.1)."""
    hint = "The usual name is 'HTTP_AUTHORIZATION'."
    message = f"SIGNET['AUTH_HEADER_NAME'] is {name!r}, which no request can have."
    assert said({"AUTH_HEADER_NAME": name}) == [Error(message, hint=hint, id="signet.E007")]


def test_several_errors_are_reported_at_once() -> None:
    """Nobody has to run the check once for each mistake."""
    found = said({"ACCES_TOKEN_LIFETIME": 5, "LEEWAY": "x", "SIGNING_KEY": 5})
    assert [one.id for one in found] == ["signet.E001", "signet.E002", "signet.E002"]
    found = said(
        {
            "ACCES_TOKEN_LIFETIME": 5,
            "ACCESS_TOKEN_LIFETIME": 5,
            "REFRESH_TOKEN_LIFETIME": timedelta(),
            "TOKEN_OBTAIN_SERIALIZER": "shop.Serializer",
            "JSON_ENCODER": 5,
            "TOKEN_USER_CLASS": "nowhere.User",
            "REVOCATION_POLL_INTERVAL": 5,
            "REFRESH_GRACE_PERIOD": timedelta(-1),
            "JTI_CLAIM": "",
            "THROTTLE_RATES": {"sign_in": "5/m"},
        }
    )
    ids = ["signet.E001", "signet.E002", "signet.E001", "signet.E002", "signet.E002"]
    assert [one.id for one in found if one.id in {"signet.E001", "signet.E002"}] == ids
    assert {one.id for one in found} - {*ids} == {f"signet.E{one}" for one in ("003", "006", "009", "013", "015")}
    found = said({"ALGORITHM": "RS256", "LEEWAY": -1, "AUTH_HEADER_TYPES": "", "USER_ID_FIELD": "x"})
    assert {one.id for one in found} == {"signet.E006", "signet.E008", "signet.E010", "signet.E011"}


def test_a_setting_that_cannot_be_read_is_one_error() -> None:
    """No rule reports a setting that was not read, or one that depends on it."""
    found = said({"LEEWEY": 5, "ALGORITHM": "none", "SIGNING_KEY": private_pem(rsa("service"))}, deploy=True)
    assert [one.id for one in found] == ["signet.E001", "signet.E002"]


def test_djangos_secret_by_name_is_djangos_secret() -> None:
    """SIGNING_KEY set to SECRET_KEY is no secret of its own, as text or as bytes."""
    for secret in (django_settings.SECRET_KEY, django_settings.SECRET_KEY.encode()):
        assert [one.id for one in said({"SIGNING_KEY": secret}, deploy=True)] == ["signet.W002"]


def test_a_key_that_cannot_be_used_is_not_called_short() -> None:
    """With ``--deploy``, too, there is one message about it."""
    found = said({"SIGNING_KEY": private_pem(rsa("service")), "AUDIENCE": "us"}, deploy=True)
    assert [one.id for one in found] == ["signet.E004"]


def test_a_short_fallback_is_a_short_key() -> None:
    """Each key of the ring verifies, so the weakest counts."""
    with override_settings(SECRET_KEY_FALLBACKS=["k" * 31]):
        assert "signet.W001" in [one.id for one in said({}, deploy=True)]


def test_the_command_shows_warnings_for_deployment_alone() -> None:
    """``manage.py check`` doesn't mention unsafe settings; ``--deploy`` names them with the security checks."""
    with override_settings(SIGNET={"TOKEN_TYPE_CLAIM": None}):
        plain, deploy, tagged = StringIO(), StringIO(), StringIO()
        call_command("check", stdout=plain, stderr=plain)
        call_command("check", deploy=True, stdout=deploy, stderr=deploy)
        call_command("check", deploy=True, tags=[Tags.security], stdout=tagged, stderr=tagged)
    assert re.findall(r"signet\.\w+", plain.getvalue()) == []
    for output in (deploy, tagged):
        assert set(re.findall(r"signet\.\w+", output.getvalue())) == {"signet.W002", "signet.W007"}


def test_the_command_fails_on_an_error_and_shows_no_secret() -> None:
    """A wrong setting stops a deployment, and its log has no key in it."""
    with override_settings(SIGNET={"SIGNING_KEY": [SECRET]}), pytest.raises(CommandError) as caught:
        call_command("check", stdout=StringIO(), stderr=StringIO())
    assert "(signet.E002) SIGNET['SIGNING_KEY'] should be a string or bytes or None, not list." in str(caught.value)
    assert SECRET not in str(caught.value)


def test_sessions_need_time_zones() -> None:
    """The check says so once, before the first sign-in fails."""
    with override_settings(USE_TZ=False):
        found = [one for one in run_checks() if (one.id or "").startswith("signet.")]
    assert found == [Error("Sessions need USE_TZ = True.", hint="True is Django's default.", id="signet.E019")]


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_shared_secret_is_no_key_for_tokens_that_others_verify(algorithm: str) -> None:
    """It is a warning, as all works that has the secret. A key pair, and tokens of Simple JWT, are fine."""
    shared = {**PROFILED, "ALGORITHM": algorithm, "SIGNING_KEY": SECRET * 2}
    message = f"other services can't verify {algorithm} without your secret."
    (warning,) = said(shared)
    assert (warning.id, message in warning.msg) == ("signet.W079", True)
    assert said(PROFILED) == said({**shared, "ACCESS_TOKEN_PROFILE": "simple_jwt"}) == []


@pytest.mark.parametrize("changes", [{"USER_ID_CLAIM": "sub"}, {"JTI_CLAIM": None}, {"CLIENT_ID": "shop web 2"}])
def test_a_user_may_be_the_subject_of_a_profiled_token(changes: Mapping[str, object]) -> None:
    """A claim may have the meaning that RFC 9068 gives it, and tokens get an id there in any case."""
    assert said({**PROFILED, **changes}) == []
