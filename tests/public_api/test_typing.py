"""The types that users see: a project written against the library checks, wrong uses don't, and nothing is ``Any``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

import pytest

from tests.public_api.revealed_types import ROOT, Mypy, public_names

EXPECTED_ERROR: Final = re.compile(r"  # type: ignore\[.*?\]")


@dataclass(frozen=True)
class Prescribed:
    """An ``Any`` that is there for *reason*: *part* (a regular expression) of the types of *names* (a glob)."""

    names: str
    part: str
    reason: str


PRESCRIBED: Final = (
    Prescribed("*serializers.*.proof_in", r"dict\[str, Any\]", "as below"),
    Prescribed("*serializers.*.act", r"dict\[str, Any\]", "what REST framework calls validated data"),
    Prescribed("answering_serializers.*.save", r"\*\*kwargs: Any|-> Any", "as REST framework declares it"),
    Prescribed("answers.*", r"def \(Any\) -> Any", "an error of any kind, and what is read off it"),
    Prescribed("exceptions.*", r"Mapping\[(str|Any), Any\]", "the texts of a serializer, as REST framework has them"),
    Prescribed("mounted_views.said_by_views", r"list\[Any\]", "whatever views of a project say"),
    Prescribed("request_body.read_body", r"-> Any", "what a parser makes of a body"),
    Prescribed("*views.*.answer", r"BaseSerializer\[Any\]", "a serializer of whatever"),
    Prescribed("*views.*.post", r"\*args: Any, \*\*kwargs: Any", "what a URL holds, as REST framework hands it on"),
    Prescribed("*views.*.finalize_response", r"\*args: Any, \*\*kwargs: Any", "as above"),
    Prescribed("*views.MeView.*", r"\*args: Any, \*\*kwargs: Any", "as above"),
    Prescribed("*views.MeView.delete_serializer_class", r"BaseSerializer\[Any\]", "as REST framework declares it"),
    Prescribed("*browser/views.*.initial", r"\*args: Any, \*\*kwargs: Any", "as above"),
    Prescribed("*views.*.dispatch", r"\*args: Any, \*\*kwargs: Any", "as above"),
    Prescribed("*views.TokenViewBase", r"\*\*kwargs: Any", "Django's constructor of views"),
    Prescribed(
        "*serializers.*.run_validation", r"data: Any =\) -> Any", "what was sent, and what validation makes of it"
    ),
    Prescribed("*views.*read*", r"-> Any", "what a parser makes of a body"),
    Prescribed("*views.*.get_serializer", r"Any|BaseSerializer\[Any\]", "as REST framework declares it"),
    Prescribed("*views.*.get_serializer_class", r"BaseSerializer\[Any\]", "as REST framework declares it"),
    Prescribed("*views.*.serializer_class", r"def \(.*\) -> |BaseSerializer\[Any\]", "REST framework's constructor"),
    Prescribed("*serializers.*.validate", r"dict\[str, Any\]", "what REST framework calls attrs, in and out"),
    Prescribed("*serializers.*.get_fields", r"Field\[Any, Any, Any, Any\]", "REST framework's fields of any kind"),
    Prescribed("serializer_request.*_of", r"BaseSerializer\[Any\]", "a serializer of whatever"),
    Prescribed("accounts/fields.*Field.to_internal_value", r"data: Any", "as REST framework declares it"),
    Prescribed("accounts/serializers.*.to_internal_value", r"data: Any\) -> Any", "as above"),
    Prescribed("accounts/serializers.*.update", r"instance: Any, validated_data: Any\) -> Any", "as above"),
    Prescribed(
        "accounts/serializers.*.build_standard_field", r"Field\[Any.*?\]|dict\[str, Any\]", "fields of any kind"
    ),
    Prescribed("accounts/fields.*Validator.__call__", r"value: Any|Field\[Any.*?\]", "as REST framework declares it"),
    Prescribed("accounts/user_fields.column", r"Field\[Any, Any\]", "a column of whatever"),
    Prescribed("accounts/models.PendingSignUp.fields", r"Any", "what JSON can hold"),
    Prescribed("accounts/models.WaitingMail.arguments", r"Any", "what JSON can hold"),
    Prescribed("accounts/backends.*.authenticate", r"\*\*kwargs: Any\) -> Any", "as Django declares it"),
    Prescribed("accounts/admin.*.list_filter", r"(Field|ModelAdmin)\[Any.*?\]", "as Django declares it"),
    Prescribed("accounts/outbox.post*", r"def \(\*Any, \*\*Any\)", "a job with arguments of its own"),
    Prescribed("accounts/fields.*Field.__init__", r"\*\*kwargs: Any", "handed on to REST framework's fields"),
    Prescribed("fields.*Field.__init__", r"\*\*kwargs: Any", "handed on to REST framework's CharField"),
    Prescribed(
        "*schema.*Endpoint.answer", r"def \(.*\) -> |Serializer\[Any\]", "REST framework's serializers of any kind"
    ),
    Prescribed("*schema.*Endpoint.refusal", r"def \(.*\) -> |Serializer\[Any\]", "as above"),
    Prescribed("sessions/by_place.ByPlace.present", r"-> Any", "of whatever is kept, as the place says that makes it"),
    Prescribed("error_body.*", r"\bAny\b", "a body of any JSON, as REST framework renders it"),
    Prescribed(
        "openapi_description.*", r"\bAny\b", "views, answers and serializers of any kind, as drf-spectacular takes them"
    ),
    Prescribed("*views.*.initial", r"\*args: Any|\*\*kwargs: Any", "as REST framework declares it"),
    Prescribed("*schema.*.view_replacement", r"-> Any", "as drf-spectacular declares it"),
    Prescribed("*Field.run_validators", r"value: Any", "as REST framework declares it"),
    Prescribed("*/management/*.handle", r"def \(\*Any, \*\*Any\)", "a verb with options of its own"),
    Prescribed("*management/*", r"\*args: Any|\*\*options: Any", "as Django declares it"),
    Prescribed("accounts/fields.address_rules", r"Field\[Any, Any\]|dict\[str, Any\]", "arguments of REST framework's"),
    Prescribed("accounts/models.WaitingMail.world", r"Any", "what JSON can hold"),
    Prescribed("accounts/request_context.read_world", r"Mapping\[str, Any\]", "JSON just read"),
    Prescribed("accounts/usernames.forget_name", r"pk: Any", "a key of whatever type the user model has"),
    Prescribed("user_identifier.key_of", r"-> Any", "as above"),
    Prescribed("user_identifier.*", r"Field\[Any, Any\]|field: Any", "a column of whatever"),
    Prescribed("*.resolve_expression", r"\*\*context: Any\) -> Any", "as Django's queries call it"),
    Prescribed("user_key.key_in_query", r"\*\*context: Any\) -> Any", "as above"),
    Prescribed("sessions/user_manager.find_user", r"QuerySet\[Any, Any\]|-> Any", "the user model of a project"),
    Prescribed("users.NOBODY", r"(dict|list)\[.*?Any\]", "the constructor of Django's ValidationError"),
    Prescribed("databases.said", r"def \(\*Any, \*\*Any\)", "any method of a router"),
    Prescribed("unusable_backends.reads", r"def \(\*Any, \*\*Any\) -> object", "any function"),
    Prescribed("misconfiguration.*.args", r"tuple\[Any, \.\.\.\]", "as Python declares it"),
    Prescribed("non_atomic.*.as_view", r"\*args: Any, \*\*initkwargs: Any", "as REST framework declares it"),
    Prescribed("check_registration.*", r"def \(\*Any, \*\*Any\)", "Django calls a check with whatever it likes"),
    Prescribed("sessions/admin.*", r"\*args: Any|\*\*kwargs: Any", "as Django declares it"),
    Prescribed("sessions/admin.SessionList.date_hierarchy", r"Any", "as above"),
    Prescribed("token_facts.*", r"dict\[str, Any\]", "JSON just read; a Token says object"),
    Prescribed("sessions/views.*.as_view", r"\*\*initkwargs: Any", "as REST framework declares it"),
    Prescribed("schema.*.get_security_definition", r"dict\[str, Any\]", "as drf-spectacular declares it"),
    Prescribed("well_known/*", r"\*args: Any|\*\*kwargs: Any|\*\*initkwargs: Any", "as Django declares it"),
    Prescribed("non_atomic.outside_of_transactions", r"def \(\*Any, \*\*Any\)", "as below"),
    Prescribed("well_known/*", r"def \(\*Any, \*\*Any\)", "a view takes whatever its address has"),
    Prescribed("url_paths.*", r"def \(\*Any, \*\*Any\)", "a view takes whatever its address has"),
    Prescribed("*checks.*", r"def \(\*Any, \*\*Any\)", "Django calls a check with whatever it likes"),
    Prescribed("errors/providers.*.args", r"tuple\[Any, \.\.\.\]", "as Python declares it"),
    Prescribed("*views.*.get", r"\*args: Any, \*\*kwargs: Any", "as REST framework declares it"),
    Prescribed("*views.*.delete", r"\*args: Any, \*\*kwargs: Any", "as above"),
    Prescribed("*views.*.get_serializer_context", r"dict\[str, Any\]", "as above"),
    Prescribed("identities/former_accounts.*", r"\bAny\b", "a key of whatever type the user model has"),
    Prescribed("identities/importing.*", r"tuple\[Any", "as above"),
    Prescribed("identities/identity_key.*.__init__", r"\*args: Any|\*\*kwargs: Any", "as Django declares it"),
    Prescribed("identities/models.Identity.key", r"Any", "a field of our own, which Django's types know nothing of"),
    Prescribed("identities/providers/*", r"(dict|Mapping)\[str, Any\]", "JSON just read"),
    Prescribed("identities/providers/outer_addresses.look_up", r"list\[Any\]", "as Python declares it"),
    Prescribed(
        "identities/schema.*", r"(dict|Mapping)\[int, Any\]", "answers of any kind, as drf-spectacular takes them"
    ),
    Prescribed("conf.remembered", r"def \(\*Any, \*\*Any\)", "whatever reads the settings"),
    Prescribed("permissions.*", r"(auth|permission): Any", "what any authentication or permission class has"),
    Prescribed("ring_table.described", r"dict\[str, Any\]", "rows for JSON"),
    Prescribed("conf.imported", r"wrapper\[Any\]", "what a dotted path leads to, no type checker knows"),
    Prescribed("setting_types.WORDS", r"Mapping\[Any, ", "annotations, which have no common type except object"),
    Prescribed("setting_types.*", r"annotation: Any", "an annotation, which has no common type except object"),
)


@pytest.fixture(scope="module")
def mypy(tmp_path_factory: pytest.TempPathFactory) -> Mypy:
    """A type checker that remembers the library from one test to the next."""
    return Mypy(tmp_path_factory.mktemp("mypy"))


@pytest.fixture(scope="module")
def types(mypy: Mypy) -> Mapping[str, str]:
    """The type of each public name."""
    return mypy.reveal(list(public_names()))


def with_any(types: Mapping[str, str]) -> Mapping[str, str]:
    """Those that hold an ``Any``."""
    return {name: text for name, text in types.items() if re.search(r"\bAny\b", text)}


def without_prescribed(name: str, text: str) -> str:
    """*text* without what is prescribed for *name*."""
    for one in PRESCRIBED:
        if fnmatchcase(name, one.names):
            text = re.sub(one.part, "", text)
    return text


def test_a_project_that_uses_the_library_is_accepted(mypy: Mypy) -> None:
    """Strict mypy finds nothing wrong in the right uses, and an error in each wrong use."""
    done = mypy.check("typing_tests")
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_wrong_use_is_refused(mypy: Mypy) -> None:
    """Without the comments that expect an error, each of their lines is one."""
    source = (ROOT / "typing_tests" / "wrong_uses.py").read_text()
    expected = {number for number, line in enumerate(source.splitlines(), 1) if EXPECTED_ERROR.search(line)}
    assert len(expected) > 40
    output = mypy.check_source(EXPECTED_ERROR.sub("", source))
    assert {int(number) for number in re.findall(r":(\d+): error: ", output)} == expected, output


def test_no_any_reaches_a_user(types: Mapping[str, str]) -> None:
    """Everything that users call, read and override has a type, except where somebody else prescribes ``Any``."""
    assert with_any({name: without_prescribed(name, text) for name, text in types.items()}) == {}


@pytest.mark.parametrize("one", PRESCRIBED, ids=lambda one: one.names)
def test_each_prescribed_any_is_there(one: Prescribed, types: Mapping[str, str]) -> None:
    """An exception that nothing needs any more is taken off the list."""
    assert any(fnmatchcase(name, one.names) and re.search(one.part, text) for name, text in with_any(types).items())


def test_what_users_call_is_looked_at() -> None:
    """The list of public names holds functions, methods, properties, attributes, settings and constructors."""
    assert {
        "tokens.Token.for_user",
        "tokens.Token.payload",
        "tokens.Token.__init__",
        "tokens.Token.__getitem__",
        "tokens.RefreshToken.access_token",
        "testing.client_for",
        "settings.Settings.AUDIENCE",
        "views.token_verify",
        "authentication.JWTAuthentication.get_user",
    } <= set(public_names())
