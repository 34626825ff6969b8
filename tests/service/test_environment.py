"""Environment variables: what is read from them, and how a wrong one is refused."""

from __future__ import annotations

import pytest

from signet_server.environment import read_environment
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.environment_variables import Environment

GOOD = {"SECRET_KEY": "s" * 60, "SIGNING_KEY": "k" * 60, "ALLOWED_HOSTS": "auth.example.com", "EMAIL_URL": "console:"}


def read(**changes: str) -> Environment:
    """The environment with *changes* to a good one."""
    return read_environment({**GOOD, **changes})


def problem(**changes: str) -> str:
    """The one sentence that refuses *changes* to a good environment."""
    with pytest.raises(EnvironmentProblemsError) as caught:
        read(**changes)
    (sentence,) = caught.value.sentences
    return sentence


def test_four_variables_are_enough() -> None:
    """The rest has defaults: port 8000, SQLite, a cache in memory."""
    environment = read()
    assert (environment.port, environment.is_demo, environment.audience) == (8000, False, "signet")
    assert environment.allowed_hosts == ("auth.example.com",)
    assert environment.database["ENGINE"] == "signet_server.databases.sqlite3"
    assert environment.cache["BACKEND"].endswith("LocMemCache")


def test_sqlite_is_in_wal_mode() -> None:
    """Readers don't wait for the writer, and writers queue up at the start of their transaction."""
    options = read(DATABASE_URL="sqlite:////var/lib/signet.sqlite3").database["OPTIONS"]
    assert "journal_mode=WAL" in options["init_command"]
    assert options["transaction_mode"] == "IMMEDIATE"


def test_sqlite_path_is_read() -> None:
    """Three slashes lead to a relative path, four to an absolute one."""
    assert read(DATABASE_URL="sqlite:////var/lib/signet.sqlite3").database["NAME"] == "/var/lib/signet.sqlite3"
    assert read(DATABASE_URL="sqlite:///signet.sqlite3").database["NAME"] == "signet.sqlite3"


def test_postgresql_url_is_read() -> None:
    """User, password, host, port and name all arrive."""
    database = read(DATABASE_URL="postgres://u:p%40ss@db.example.com:5433/auth").database
    assert database["ENGINE"] == "signet_server.databases.postgresql"
    wanted = {"USER": "u", "PASSWORD": "p@ss", "HOST": "db.example.com", "PORT": 5433, "NAME": "auth"}
    assert {name: database[name] for name in wanted} == wanted


@pytest.mark.parametrize("scheme", ["redis", "rediss", "valkey"])
def test_cache_url_is_read(scheme: str) -> None:
    """Valkey speaks Redis' protocol, and goes by its scheme."""
    cache = read(REDIS_URL=f"{scheme}://cache.example.com:6379/0").cache
    assert cache["LOCATION"] == f"{scheme.replace('valkey', 'redis')}://cache.example.com:6379/0"


@pytest.mark.parametrize("port", ["abc", "0", "-1", "65536", "8000.0", " ", "٨٠٠٠", "9" * 5_000])
def test_odd_ports_are_refused(port: str) -> None:
    """A port is a whole number that a server can listen on."""
    assert problem(PORT=port).startswith("PORT should be a whole number from 1 to 65535")


@pytest.mark.parametrize("url", ["oracle://host/name", "postgres", "postgres://", "/path", "postgres://host:port/name"])
def test_odd_database_urls_are_refused(url: str) -> None:
    """The sentence shows what one looks like."""
    assert problem(DATABASE_URL=url).startswith("DATABASE_URL should look like postgres://")


@pytest.mark.parametrize("url", ["memcached://host", "redis", "redis://", "redis://host:port"])
def test_odd_cache_urls_are_refused(url: str) -> None:
    """The sentence shows what one looks like."""
    assert problem(REDIS_URL=url).startswith("REDIS_URL should look like redis://")


@pytest.mark.parametrize("name", ["SECRET_KEY", "SIGNING_KEY"])
@pytest.mark.parametrize("value", ["", "short"])
def test_missing_and_short_secrets_are_refused(name: str, value: str) -> None:
    """And told how to make a good one; what was given is not repeated."""
    sentence = problem(**{name: value})
    assert sentence.startswith(f"{name} {'has 5 characters' if value else 'is not set'}")
    assert "secrets.token_urlsafe(64)" in sentence
    assert "short" not in sentence


@pytest.mark.parametrize("name", ["SECRET_KEY", "SIGNING_KEY"])
@pytest.mark.parametrize("line_break", ["\n", "\\n", " "])
def test_a_key_in_pem_form_is_no_secret(name: str, line_break: str) -> None:
    """However it is written; what was given is not repeated."""
    pem = f"-----BEGIN PRIVATE KEY-----\n{'MIIE' * 20}\n-----END PRIVATE KEY-----".replace("\n", line_break)
    sentence = problem(**{name: pem})
    assert sentence.startswith(f"{name} is a key in PEM form, but should be a secret")
    assert "MIIE" not in sentence


def test_one_secret_for_both_is_refused() -> None:
    """Either of the two can be changed alone only if they differ."""
    assert problem(SIGNING_KEY=GOOD["SECRET_KEY"]).startswith("SIGNING_KEY should differ from SECRET_KEY")


@pytest.mark.parametrize(("hosts", "sentence"), [("", "is not set"), (" , ", "is not set"), ("a.example,*", "'*'")])
def test_odd_hosts_are_refused(hosts: str, sentence: str) -> None:
    """The service answers for the hosts in its list, not for any."""
    assert sentence in problem(ALLOWED_HOSTS=hosts)


def test_odd_booleans_are_refused() -> None:
    """There are two ways to write one."""
    assert problem(SIGNET_DEMO="yes") == "SIGNET_DEMO should be 0 or 1, not 'yes'."
    assert problem(ADMIN="off") == "ADMIN should be 0 or 1, not 'off'."
    assert problem(ROTATE_REFRESH_TOKENS="False") == "ROTATE_REFRESH_TOKENS should be 0 or 1, not 'False'."


def test_all_problems_are_told_at_once() -> None:
    """Nobody has to mend one variable after the other to learn about the next."""
    with pytest.raises(EnvironmentProblemsError) as caught:
        read_environment({"PORT": "x", "DATABASE_URL": "x", "REDIS_URL": "x"})
    assert len(caught.value.sentences) == 7


SERVICE_SECRET = "orders-secret-that-is-long-enough-012345"
HASHED = f"sha256:{'0f' * 32}"


@pytest.mark.parametrize(
    ("value", "services"),
    [
        ("", {}),
        (f"orders:{SERVICE_SECRET}", {"orders": (SERVICE_SECRET,)}),
        (f" orders:{HASHED} , orders:{SERVICE_SECRET},", {"orders": (HASHED, SERVICE_SECRET)}),
        (
            f"orders:{SERVICE_SECRET},billing:{SERVICE_SECRET}x:y",
            {"orders": (SERVICE_SECRET,), "billing": (f"{SERVICE_SECRET}x:y",)},
        ),
    ],
)
def test_services_are_read(value: str, services: dict[str, tuple[str, ...]]) -> None:
    """With several secrets of one, of which one is new."""
    assert read(SERVICES=value).services == services


@pytest.mark.parametrize(
    "value",
    ["orders", "orders:", "orders:guess-me", f":{SERVICE_SECRET}", f"orders:{HASHED}0", f"a b:{SERVICE_SECRET}"],
)
def test_odd_services_are_refused(value: str) -> None:
    """Such as one with a short secret, which isn't repeated."""
    sentence = problem(SERVICES=value)
    assert sentence.startswith("SERVICES should look like orders:SECRET")
    assert "guess" not in sentence
    assert SERVICE_SECRET not in sentence


def test_secrets_are_not_shown() -> None:
    """The representation of the environment can go into a log."""
    urls = {"DATABASE_URL": "postgres://u:p4ssword@host/name", "REDIS_URL": "redis://:p4ssword@host/0"}
    shown = repr(read(**urls, SERVICES=f"orders:{SERVICE_SECRET}"))
    assert SERVICE_SECRET not in shown
    assert "p4ssword" not in shown
    assert GOOD["SECRET_KEY"] not in shown
    assert GOOD["SIGNING_KEY"] not in shown


def test_the_cost_of_a_hash_is_read() -> None:
    """By default, what OWASP recommends first."""
    assert read().argon2 == (19_456, 2, 1)
    assert read(ARGON2="m=65536,t=3,p=4").argon2 == (65_536, 3, 4)


@pytest.mark.parametrize(
    "value",
    ["64MiB", "m=19456", "t=2,m=19456,p=1", "m=19456,t=0,p=1", "m=19456,t=2,p=0", "m=-1,t=2,p=1", "m=\u0661,t=2,p=1"],
)
def test_odd_costs_are_refused(value: str) -> None:
    """The sentence shows what one looks like."""
    assert problem(ARGON2=value).startswith("ARGON2 should look like m=19456,t=2,p=1")


@pytest.mark.parametrize("value", ["m=64,t=1000,p=1", "m=99999999,t=1,p=1"])
def test_memory_out_of_bounds_is_refused(value: str) -> None:
    """So little is guessed in hardware, and so much is more than there is."""
    assert problem(ARGON2=value).startswith("The m of ARGON2 should be from 7168 to 4194304 KiB")


def test_a_cheap_hash_is_refused() -> None:
    """A stolen table of such hashes would be guessed quickly."""
    assert problem(ARGON2="m=19456,t=1,p=1").startswith("ARGON2 makes passwords easy to guess")


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("", None),
        ("9464", ("127.0.0.1", 9464)),
        ("0.0.0.0:9464", ("0.0.0.0", 9464)),
        ("metrics.internal:1", ("metrics.internal", 1)),
        ("[::1]:9464", ("::1", 9464)),
    ],
)
def test_figures_have_a_place(value: str, place: tuple[str, int] | None) -> None:
    """On this machine, unless an address says otherwise; nowhere by default."""
    assert read(METRICS=value).metrics == place
    assert read(METRICS=value).is_watched is bool(value)


@pytest.mark.parametrize("value", ["0", "65536", "a", "127.0.0.1", ":9464", "http://a:1", "a b:1", "::1:9464", "٩٤٦٤"])
def test_odd_places_for_figures_are_refused(value: str) -> None:
    """The sentence shows what one looks like."""
    assert problem(METRICS=value).startswith("METRICS should be a port, or an address and a port, such as 9464")


def test_figures_are_not_on_the_public_port() -> None:
    """Everybody could read them."""
    assert (
        problem(METRICS="0.0.0.0:8000") == "METRICS should have another port than PORT: everybody can reach that one."
    )


def test_the_log_has_two_forms() -> None:
    """Lines for people by default."""
    assert read().log_format == read(LOG_FORMAT="line").log_format == "line"
    assert read(LOG_FORMAT="json").is_watched
    assert problem(LOG_FORMAT="JSON") == "LOG_FORMAT should be line or json, not 'JSON'."
