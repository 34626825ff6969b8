"""The variables of providers: what is read from them, and how a wrong one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from signet_server.environment import read_environment
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.environment_variables import Environment

GOOD = {"SECRET_KEY": "s" * 60, "SIGNING_KEY": "k" * 60, "ALLOWED_HOSTS": "auth.example.com", "EMAIL_URL": "console:"}
ACME = {"PROVIDERS_ACME_CLIENT_ID": "signet", "PROVIDERS_ACME_ISSUER": "https://id.acme.com"}


def read(**changes: str) -> Environment:
    """The environment with *changes* to a good one."""
    return read_environment({**GOOD, **changes})


def problems(**changes: str) -> list[str]:
    """The sentences that refuse *changes* to a good environment."""
    with pytest.raises(EnvironmentProblemsError) as caught:
        read(**changes)
    return caught.value.sentences


def test_there_are_none_unless_somebody_says_so() -> None:
    """An empty variable counts as none."""
    assert read().providers == {}
    assert read(PROVIDERS_GOOGLE_CLIENT_ID="").providers == {}


def test_a_known_provider_needs_an_id() -> None:
    """And what proves it."""
    found = read(PROVIDERS_GOOGLE_CLIENT_ID="g", PROVIDERS_GOOGLE_CLIENT_SECRET="s")
    assert found.providers == {"google": {"client_id": "g", "client_secret": "s"}}


def test_any_other_needs_an_issuer() -> None:
    """Lists have commas or spaces between their items, and an id may have several words."""
    found = read(
        PROVIDERS_MY_IDP_CLIENT_ID="signet",
        PROVIDERS_MY_IDP_CLIENT_IDS="app, tv",
        PROVIDERS_MY_IDP_ISSUER="http://127.0.0.1:9000/realms/one",
        PROVIDERS_MY_IDP_NAME="My provider",
        PROVIDERS_MY_IDP_SCOPES="openid email",
        PROVIDERS_MY_IDP_VERIFIES="acme.com,acme.org",
        PROVIDERS_MY_IDP_ALLOW_HTTP="1",
    )
    assert found.providers == {
        "my-idp": {
            "client_id": "signet",
            "client_ids": ("app", "tv"),
            "issuer": "http://127.0.0.1:9000/realms/one",
            "name": "My provider",
            "scopes": ("openid", "email"),
            "verifies": ("acme.com", "acme.org"),
            "allow_http": True,
        }
    }
    assert read(**ACME, PROVIDERS_ACME_VERIFIES="*").providers["acme"]["verifies"] == "*"


def test_a_preset_may_go_by_another_word() -> None:
    """Such as a second Google."""
    found = read(PROVIDERS_STAFF_PRESET="google", PROVIDERS_STAFF_CLIENT_ID="g")
    assert found.providers == {"staff": {"preset": "google", "client_id": "g"}}


@pytest.mark.parametrize("name", ["CLIENT_SECRET", "PRIVATE_KEY"])
def test_a_secret_comes_from_a_file(name: str, tmp_path: Path) -> None:
    """In as many lines as it has there."""
    file = tmp_path / "secret"
    file.write_text("two\nlines\n")
    found = read(**ACME, **{f"PROVIDERS_ACME_{name}_FILE": str(file)})
    assert found.providers["acme"][name.lower()] == "two\nlines"


def test_a_file_that_is_not_there_is_told() -> None:
    """By the name of its variable."""
    assert problems(**ACME, PROVIDERS_ACME_CLIENT_SECRET_FILE="/nowhere") == [
        "PROVIDERS_ACME_CLIENT_SECRET_FILE can't be read: No such file or directory."
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"PROVIDERS_GOOGLE_CLIENT_SECRET": "s"}, "PROVIDERS_GOOGLE_CLIENT_ID is not set."),
        ({"PROVIDERS_ACME_CLIENT_ID": "a"}, "PROVIDERS_ACME_ISSUER is not set. Without it, Signet knows google,"),
        ({**ACME, "PROVIDERS_ACME_ISSUER": "id.acme.com"}, "PROVIDERS_ACME_ISSUER should be the address"),
        ({**ACME, "PROVIDERS_ACME_ISSUER": "https://id.acme.com:99999"}, "PROVIDERS_ACME_ISSUER should be the"),
        ({**ACME, "PROVIDERS_ACME_ISSUER": "https://a:b@id.acme.com"}, "PROVIDERS_ACME_ISSUER should be the address"),
        ({**ACME, "PROVIDERS_ACME_ISSUER": "http://id.acme.com"}, "PROVIDERS_ACME_ISSUER should begin with https://."),
        ({**ACME, "PROVIDERS_ACME_ALLOW_HTTP": "yes"}, "PROVIDERS_ACME_ALLOW_HTTP should be 0 or 1, not 'yes'."),
        ({**ACME, "PROVIDERS_ACME_NAME": "n" * 61}, "PROVIDERS_ACME_NAME should be a name of at most 60"),
        ({**ACME, "PROVIDERS_ACME_NAME": "\x1b[2J"}, "PROVIDERS_ACME_NAME should be a name of at most 60"),
        ({**ACME, "PROVIDERS_ACME_PRESET": "gogle"}, "PROVIDERS_ACME_PRESET should be one of google,"),
        ({"PROVIDERS_ACME_CLIENT_SECRT": "s"}, "PROVIDERS_ACME_CLIENT_SECRT is not a variable of a provider. Did you"),
        ({"PROVIDERS_CLIENT_ID": "s"}, "PROVIDERS_CLIENT_ID is not a variable of a provider."),
        ({"PROVIDERS_GOOGLE": "s"}, "PROVIDERS_GOOGLE is not a variable of a provider. Names end with one of _ISSUER,"),
    ],
)
def test_each_mistake_has_a_sentence(changes: dict[str, str], sentence: str) -> None:
    """One, which names the variable."""
    (found,) = problems(**changes)
    assert found.startswith(sentence)


def test_the_right_word_is_suggested() -> None:
    """For a letter too few or too many."""
    (found,) = problems(PROVIDERS_ACME_CLIENT_SECRT="s")
    assert found.endswith("Did you mean _CLIENT_SECRET?")
    (found,) = problems(PROVIDERS_ACME_ISUER="s")
    assert found.endswith("Did you mean _ISSUER?")


def test_no_secret_is_shown() -> None:
    """Neither by an environment nor by a refusal."""
    secret = "a-secret-of-a-provider"
    assert secret not in repr(read(**ACME, PROVIDERS_ACME_CLIENT_SECRET=secret))
    assert secret not in " ".join(problems(PROVIDERS_ACME_CLIENT_SECRET=secret, PROVIDERS_ACME_PRIVAT_KEY=secret))


def test_codes_by_mail_can_be_switched_off() -> None:
    """They are on."""
    assert read().has_sign_in_codes
    assert not read(SIGN_IN_CODES="0").has_sign_in_codes
    assert problems(SIGN_IN_CODES="off") == ["SIGN_IN_CODES should be 0 or 1, not 'off'."]
