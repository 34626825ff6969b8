"""The catalogues of the packages: complete where that is promised, and true to their source."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
import rest_framework_simplejwt
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.real_parts.needs import program
from tools.catalogues import CATALOGUES, DROP_IN, LIBRARY, PARTIAL, WHOLE, Catalogue, extracted

Texts = Mapping[Any, Any]
FILES: Final = {
    f"{one.project}-{language}": one.locale / language / "LC_MESSAGES" / "django.po"
    for one in CATALOGUES
    for language in one.languages
}
each_file = pytest.mark.parametrize("po", FILES.values(), ids=FILES)

HOLES: Final = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*(?::\w+)?\}")
"""A placeholder in a text, in one of Python's ways."""

OF_HTML: Final = re.compile(r"[<>\"&]")
"""Characters that Django writes into a page unescaped."""

THEIRS: Final = Path(rest_framework_simplejwt.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
"""For its msgids. The test only asks whether they have translations there."""


@cache
def read(po: Path) -> Catalog:
    """The catalogue *po*."""
    with po.open("rb") as file:
        return read_po(file)


def texts_of(catalog: Catalog) -> Texts:
    """The translated texts of *catalog*."""
    return {ids_of(one): strings_of(one) for one in catalog if one.id and all(strings_of(one))}


def messages(po: Path) -> Iterator[Message]:
    """Every entry of *po* except the header."""
    return (one for one in read(po) if one.id)


def strings_of(message: Message) -> tuple[str, ...]:
    """The translations of *message*, one for each plural."""
    string: Any = message.string
    return string if isinstance(string, tuple) else (string,)


def ids_of(message: Message) -> tuple[str, ...]:
    """The texts of *message* in English."""
    texts: Any = message.id
    return tuple(texts) if isinstance(texts, (tuple, list)) else (texts,)


def texts_in(translations: GNUTranslations) -> Texts:
    """The texts, and the rule for plurals; without the rest of the header."""
    information = vars(translations)
    return {**information["_catalog"], "": "".join(information["_info"]["plural-forms"].split())}


@each_file
def test_gettext_finds_nothing_wrong(po: Path) -> None:
    """It doesn't warn either, except about header fields for dates and people."""
    msgfmt = program("msgfmt", package="gettext")
    done = subprocess.run([msgfmt, "--check", "-o", "/dev/null", po], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if "missing in header" not in line]
    assert (done.returncode, said) == (0, [])


@each_file
def test_a_translation_has_the_holes_of_the_text(po: Path) -> None:
    """The same names, as often. A translation may write a number in words, in one plural or all."""
    for one in messages(po):
        wanted = Counter(HOLES.findall(ids_of(one)[-1]))
        for string in filter(None, strings_of(one)):
            assert Counter(HOLES.findall(string)) == wanted, (po, one.id, string)


@each_file
def test_a_translation_has_as_many_plurals_as_its_language(po: Path) -> None:
    """As the header says."""
    plurals = read(po).num_plurals
    for one in messages(po):
        assert len(strings_of(one)) == (plurals if one.pluralizable else 1), (po, one.id)


@each_file
def test_a_translation_breaks_no_page(po: Path) -> None:
    """Templates write it as it is, also between the quotes of an attribute."""
    for one in messages(po):
        wanted = set(OF_HTML.findall("".join(ids_of(one))))
        found = set(OF_HTML.findall("".join(strings_of(one))))
        assert found <= wanted, (po, one.id)
        ends = {text[-1:].isspace() or text[:1].isspace() for text in (*ids_of(one), *strings_of(one))}
        assert ends == {False}, (po, one.id)


@each_file
def test_nothing_in_it_is_guessed_or_left_over(po: Path) -> None:
    """No source lines, no date, nothing obsolete; and a note that no native speaker has read it yet."""
    source = po.read_text()
    assert not re.search(r"^#(:|~|, .*fuzzy)|Creation-Date|Revision-Date|/tmp/", source, re.MULTILINE)
    assert "not yet read by a native speaker" in source.partition("msgid")[0]


@each_file
def test_the_compiled_catalogue_is_up_to_date(po: Path) -> None:
    """`make catalogues` compiles."""
    wanted, catalog = BytesIO(), read_po(BytesIO(po.read_bytes()))
    for one in [one for one in messages(po) if not all(strings_of(one))]:
        catalog.delete(one.id)  # Babel would compile a plural that lacks a translation
    write_mo(wanted, catalog)
    wanted.seek(0)
    with po.with_suffix(".mo").open("rb") as file:
        made, written = (texts_in(GNUTranslations(one)) for one in (file, wanted))
    assert made == written


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda one: one.project)
def test_the_catalogues_have_the_texts_of_the_source(catalogue: Catalogue) -> None:
    """All of them, and no others. If it fails, run `make catalogues`."""
    program("msgmerge", package="gettext")
    one_language = Catalogue(catalogue.project, catalogue.locale, catalogue.sources, catalogue.languages[:1])
    with extracted(one_language) as locale:
        wanted = {str(one.id) for one in messages(next(locale.rglob("*.po")))}
    for language in catalogue.languages:
        assert {str(one.id) for one in messages(FILES[f"{catalogue.project}-{language}"])} == wanted, language


@pytest.mark.parametrize("name", [one for one in FILES if one.endswith(tuple(f"-{language}" for language in WHOLE))])
def test_the_complete_ones_lack_nothing(name: str) -> None:
    """German, French, Japanese and Spanish have every text."""
    assert [one.id for one in messages(FILES[name]) if not all(strings_of(one))] == []


def test_a_project_that_comes_from_simple_jwt_loses_no_translation() -> None:
    """Every text that we share with Simple JWT is translated into each of its languages, and Django finds them."""
    theirs = {one.id for one in messages(THEIRS) if all(strings_of(one))}
    languages = {one.name for one in THEIRS.parents[2].iterdir() if one.is_dir()}
    # Django has other names for some of them, and so doesn't find them there.
    assert {one if one in LIBRARY.languages else one.partition("_")[0] for one in languages} <= {*WHOLE, *PARTIAL}
    shared: set[object] = set()
    for catalogue in (LIBRARY, DROP_IN):
        for language in catalogue.languages:
            entries = [one for one in messages(FILES[f"{catalogue.project}-{language}"]) if one.id in theirs]
            assert [one.id for one in entries if not all(strings_of(one))] == [], language
            shared.update(one.id for one in entries)
    assert len(shared) >= 20


def test_one_text_has_one_translation() -> None:
    """A project may have both the library and the drop-in."""
    for language in LIBRARY.languages:
        ours, theirs = (texts_of(read(FILES[f"{one.project}-{language}"])) for one in (LIBRARY, DROP_IN))
        assert {key: text for key, text in theirs.items() if ours.get(key, text) != text} == {}, language
