"""URLs of databases and caches: what is wrong with them is said before anything connects, and no secret with it."""

from __future__ import annotations

import pytest

from signet_server import connection_urls
from signet_server.connection_urls import place_of_cache, problem_of_cache, problem_of_database
from tests.service.test_environment import problem, read

SECRET = "p4ssword"

BAD_DATABASES = [
    f"postgres://signet:12/{SECRET}@host/name",
    f"postgres://signet:12?{SECRET}@host/name",
    f"postgres://signet:12#{SECRET}@host/name",
    f"postgres://signet@host/name?password={SECRET}@more",
    f"postgres://signet:{SECRET}@host/name?foo=bar",
    f"postgres://signet:{SECRET}@host/name?pool=true",
    f"postgres://signet:{SECRET}@host/name?connect_timeout=soon",
    f"postgres://signet:{SECRET}@host/name?conn_max_age=old",
    f"postgres://signet:{SECRET}@host/name?autocommit=perhaps",
    f"postgres://signet:{SECRET}@host/name?sslmode",
    f"postgres://signet:{SECRET}%00@host/name",
    f"sqlite:///signet.sqlite3?key={SECRET}",
    f"sqlite://{SECRET}/signet.sqlite3",
]
BAD_MYSQL = [
    f"mysql://signet:12/{SECRET}@host/name",
    f"mysql://signet:{SECRET}@host",
    f"mysql://signet:{SECRET}@host/name?sslmode=require",
    f"mysql://signet:{SECRET}@host/name?read_timeout=soon",
    f"mysql://signet:{SECRET}@host/name?isolation_level=none",
]
GOOD_MYSQL = [
    "mysql://signet:p%40ss%2Fword@host:3306/name?charset=utf8mb4&conn_max_age=0",
    "mysql://signet@localhost/name?unix_socket=/run/mysqld/mysqld.sock",
    "mysql://signet@host/name?ssl_mode=VERIFY_IDENTITY&ssl_ca=/etc/ca.pem&read_timeout=30",
]
GOOD_DATABASES = [
    "postgres://signet:p%40ss%2Fword@host:5432/name",
    "postgres://signet@host/name?sslmode=verify-full&target_session_attrs=read-write&application_name=signet",
    "postgres:///name?host=/var/run/postgresql&password=p4ssword",
    "postgres://host/name?options=-c%20statement_timeout%3D30s&conn_max_age=0&conn_health_checks=False",
]
BAD_CACHES = [
    f"redis://:{SECRET}@host/0?db=x",
    f"redis://:{SECRET}@host/0?foo=bar",
    f"redis://:{SECRET}@host/0?retry=3",
    f"redis://:{SECRET}@host/0?socket_timeout=long",
    f"redis://:{SECRET}@host/0?protocol=9",
    f"redis://:{SECRET}@host/0?ssl_cert_reqs=none",
    f"rediss://:{SECRET}@host/0?ssl_cert_reqs=perhaps",
    f"redis://:{SECRET}@host/zero",
    f"redis://:12/{SECRET}@host/0",
    f"redis://host/0?password={SECRET}@more",
    f"redis://host/0?password={SECRET}&username",
    f"redis://:{SECRET}%0a@host/0",
]
GOOD_CACHES = [
    "redis://host",
    "redis://user:p%40ss@host:6379/3",
    "redis://host/0?password=p4ssword&socket_timeout=1&client_name=signet",
    "rediss://host/0?ssl_cert_reqs=none",
    "valkey://host/0?db=2",
]


@pytest.mark.parametrize("url", BAD_DATABASES)
def test_a_database_that_nobody_could_connect_to_is_refused(url: str) -> None:
    """In one sentence without a secret."""
    sentence = problem(DATABASE_URL=url)
    assert sentence.startswith("DATABASE_URL ")
    assert SECRET not in sentence


@pytest.mark.parametrize("url", BAD_MYSQL)
def test_a_database_of_mysql_that_nobody_could_connect_to_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, where there is the driver."""
    monkeypatch.setattr(connection_urls, "find_spec", lambda name: object())
    sentence = problem(DATABASE_URL=url)
    assert sentence.startswith("DATABASE_URL ")
    assert SECRET not in sentence


@pytest.mark.parametrize("url", GOOD_MYSQL)
def test_a_good_url_of_mysql_is_taken(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the options for the driver."""
    monkeypatch.setattr(connection_urls, "find_spec", lambda name: object())
    database = read(DATABASE_URL=url).database
    assert (database["ENGINE"], database["NAME"]) == ("signet_server.databases.mysql", "name")
    assert not any(name.startswith("ssl_c") for name in database["OPTIONS"])


def test_without_its_driver_mysql_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says how to install it."""
    monkeypatch.setattr(connection_urls, "find_spec", lambda name: None)
    assert problem(DATABASE_URL="mysql://signet@host/name") == (
        "DATABASE_URL needs a driver for MySQL and MariaDB: pip install 'drf-signet[server,mysql]'."
    )


@pytest.mark.parametrize("url", BAD_CACHES)
def test_a_cache_that_nobody_could_connect_to_is_refused(url: str) -> None:
    """The same."""
    sentence = problem(REDIS_URL=url)
    assert sentence.startswith("REDIS_URL ")
    assert SECRET not in sentence


@pytest.mark.parametrize("url", GOOD_DATABASES)
def test_good_databases_are_taken(url: str) -> None:
    """Their options are those of libpq, and some of Django's."""
    assert problem_of_database(url) is None
    assert read(DATABASE_URL=url).database["ENGINE"] == "signet_server.databases.postgresql"


@pytest.mark.parametrize("url", GOOD_CACHES)
def test_good_caches_are_taken(url: str) -> None:
    """Their options are those of the client."""
    assert problem_of_cache(url.replace("valkey", "redis")) is None
    assert read(REDIS_URL=url).cache["LOCATION"] == url.replace("valkey", "redis")


def test_what_the_operator_says_of_connections_comes_first() -> None:
    """Before what the service would choose."""
    database = read(DATABASE_URL="postgres://host/name?conn_max_age=0&connect_timeout=9").database
    assert (database["CONN_MAX_AGE"], database["OPTIONS"]["connect_timeout"]) == (0, 9)


@pytest.mark.parametrize("url", [f"redis://:{SECRET}@host:1/0", f"redis://host:1/0?password={SECRET}"])
def test_the_place_of_a_cache_is_no_secret(url: str) -> None:
    """Wherever the secrets stand."""
    assert place_of_cache(url) == "redis://host:1/0"
