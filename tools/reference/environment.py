"""The page of environment variables: the fields of the service's ``Environment``, each with an example it accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from drf_signet.keyring.key_encryption import MAKE
from signet_server.environment import MAKE_SECRET, read_environment
from signet_server.environment_files import ENDING as FILE
from signet_server.environment_files import IN_FILES
from signet_server.environment_problems import EnvironmentProblemsError
from tools.reference.page import MissingError, one_line, table, wrapped
from tools.reference.sources import SERVICE, documented_fields

SECRET: Final = "a secret of the reader's own"
KEY: Final = "a key for encryption of the reader's own"
NEEDED: Final = "**needed**"
EXAMPLES: Final[Mapping[str, str]] = {
    "SECRET_KEY": SECRET,
    "SIGNING_KEY": SECRET,
    "SIGNING_KEYS": "table",
    "KEY_ENCRYPTION_KEYS": KEY,
    "ALLOWED_HOSTS": "auth.example.com,auth.example.org",
    "PORT": "8080",
    "DATABASE_URL": "postgres://signet:password@db.example.com:5432/signet",
    "REDIS_URL": "redis://cache.example.com:6379/0",
    "AUDIENCE": "api.example.com",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.com:587",
    "EMAIL_FROM": "Example <accounts@example.com>",
    "PUBLIC_URL": "https://auth.example.com",
    "SITE_NAME": "Example",
    "NUM_PROXIES": "1",
    "SERVICES": "orders:sha256:9d4e1e23bd5b727046a9e3b4b7db57bd8d6ee684f2d6bd7d4ec8a1e8f0e0c7a1",
    "PROVIDERS_GOOGLE_CLIENT_ID": "1234-abcd.apps.googleusercontent.com",
    "SIGN_IN_CODES": "0",
    "SIGNET_DEMO": "0",
    "ARGON2": "m=47104,t=1,p=1",
    "ADMIN": "0",
    "METRICS": "9464",
    "LOG_FORMAT": "json",
    "ROTATE_REFRESH_TOKENS": "0",
}
"""A value of each, as an operator may write it."""

TYPES: Final[Mapping[str, str]] = {
    "str": "text",
    "int": "whole number",
    "bool": "`0` or `1`",
    "tuple[str, ...]": "texts, with commas between them",
    "Mapping[str, Any]": "URL",
    "str | None": "text",
    "str | Path | None": "JWK Set, path or `table`",
    "Mapping[str, tuple[str, ...]]": "ids with secrets",
    "Mapping[str, Mapping[str, object]]": "text",
    "tuple[str, int] | None": "port, or address and port",
    "Argon2Cost": "`m=…,t=…,p=…`",
}

HEAD: Final = """# Environment variables
{note}

All that you can set of [the service](../how-to/service.md). `signet serve`, `signet doctor` and `signet manage` read
these variables when they start, and refuse a wrong value with a sentence. An empty value counts as none. No secret is
part of a sentence or of a log.
"""

ENDING: Final = """
`signet demo` brings its own secrets, hosts and address. It uses `DATABASE_URL`, `REDIS_URL`, `EMAIL_URL` and `PORT`
where you set them, and reads the others as `signet serve` does.

What the service doesn't read itself still works: `DJANGO_SUPERUSER_PASSWORD` for
`signet manage createsuperuser --noinput`, and for PostgreSQL the variables of its client library, such as `PGOPTIONS`.
"""


FILES: Final = (
    "A secret can be in a file, as containers and systemd hand it over. Set one of these variables to the path of the "
    "file, in place of the variable without `_FILE`: {names}. The service reads the file when it starts, and leaves "
    "white space around the value out. `SIGNING_KEYS` can be a path by itself."
)


class Variable(NamedTuple):
    """One of them, as the page tells of it."""

    name: str
    kind: str
    meaning: str
    default: str


def environment_page(note: str) -> str:
    """The page. Raises `MissingError` for a field without words, without an example, or with one that is refused."""
    found = list(variables())
    check_examples(found)
    rows = [(f"[`{one.name}`](#{one.name.lower()})", _type_of(one), one.default, one.meaning) for one in found]
    overview = table(("Variable", "Type", "Default", "Meaning"), rows)
    each = [line for one in found for line in _section(one)]
    return "\n".join((HEAD.format(note=note), *overview, ENDING, *_about_files(), *each))


def _type_of(one: Variable) -> str:
    if one.kind not in TYPES:
        raise MissingError(f"Say in TYPES of tools/reference/environment.py what {one.kind} of {one.name} is.")
    return TYPES[one.kind]


def _about_files() -> Iterator[str]:
    names = ", ".join(f"`{name}{FILE}`" for name in IN_FILES)
    yield from ("## Secrets in files", "", *wrapped(FILES.format(names=names)), "")
    yield from ("```sh", "export SECRET_KEY_FILE=/run/secrets/secret_key", "```", "")


def _section(one: Variable) -> Iterator[str]:
    default = "Needed." if one.default == NEEDED else f"Default: {one.default}."
    yield from (f"## {one.name}", "", *wrapped(f"{one.meaning} {default}"), "")
    yield from ("```sh", f"export {one.name}={_quoted(EXAMPLES[one.name])}", "```", "")


def _quoted(value: str) -> str:
    if value == SECRET:
        return f'"$({MAKE_SECRET.removeprefix("run ").removesuffix(" to make one")})"'
    if value == KEY:
        return f'"$({MAKE})"'
    return f"'{value}'" if set(value) & set(" <>&;") else value


def variables() -> Iterator[Variable]:
    """Every variable, by the docstring of its field."""
    for field, text in documented_fields(SERVICE / "environment_variables.py", "Environment"):
        name, colon, rest = one_line(text).partition(": ")
        if not (colon and name.isupper()):
            raise MissingError(
                f"Begin the docstring of {field.name} in environment_variables.py with the name of its variable: "
                "'PORT: what it is for'."
            )
        meaning, _, default = rest.partition(". Default: ")
        is_needed = meaning.endswith(". Needed")
        meaning = meaning.removesuffix(". Needed")
        yield Variable(name, field.kind, f"{meaning[0].upper()}{meaning[1:]}.", NEEDED if is_needed else default)


def check_examples(found: list[Variable]) -> None:
    """Raise `MissingError` for a variable without an example, or for an example that the service refuses."""
    if missing := [one.name for one in found if one.name not in EXAMPLES]:
        raise MissingError(f"Give {', '.join(missing)} an example in tools/reference/environment.py.")
    try:
        secrets = {"SECRET_KEY": "s" * 50, "SIGNING_KEY": "t" * 50, "KEY_ENCRYPTION_KEYS": "k" * 43}
        read_environment({**EXAMPLES, **secrets})
    except EnvironmentProblemsError as error:
        raise MissingError(f"An example in tools/reference/environment.py is refused: {error}") from None
