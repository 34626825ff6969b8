"""
Bring the catalogues of translations up to date: ``make catalogues``.

Django's ``makemessages`` looks for the texts, and GNU gettext compiles them. A catalogue has no line numbers, no dates
and no guesses, so what changes in it is what changed in the texts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages
from django.test import override_settings

from tools.make_venv import ROOT

WHOLE: Final = ("de", "es", "fr", "ja")
"""Languages in which every text is there."""

PARTIAL: Final = (
    *("ar", "cs", "es_AR", "es_CL", "fa", "fa_IR", "he", "id", "it", "ko", "nl", "pl", "pt_BR", "ro", "ru", "sl"),
    *("sv", "tr", "uk", "zh_Hans"),
)
"""Those in which Simple JWT's texts are, so that a project that comes over loses none. By Django's names."""

HEADER: Final = """\
# Signet's texts in "{language}".
# Written by the maintainers of Signet, and not yet read by a native speaker: corrections are welcome.
# This file is distributed under the same licence as Signet.
msgid ""
msgstr ""
"Project-Id-Version: {project}\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
{plural}
"""
DATES: Final = re.compile(r'^"(?:POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To): .*\n', re.MULTILINE)


@dataclass(frozen=True)
class Catalogue:
    """The texts of one package."""

    project: str
    locale: Path
    """Where Django finds it."""

    sources: Sequence[Path]
    languages: Sequence[str]


CORE: Final = ROOT / "src" / "drf_signet"
TOKENS: Final = ROOT / "tokens" / "src" / "signet_tokens"
SIMPLE_JWT: Final = ROOT / "compat" / "src" / "drf_signet_compat" / "simplejwt"
SERVICE: Final = ROOT / "src" / "signet_server"

LIBRARY: Final = Catalogue("drf-signet", CORE / "locale", (CORE, TOKENS), sorted((*WHOLE, *PARTIAL)))
DROP_IN: Final = Catalogue("drf-signet-compat", SIMPLE_JWT / "locale", (SIMPLE_JWT, CORE, TOKENS), LIBRARY.languages)
"""With the texts of the core: a project that came from Simple JWT need not list ``drf_signet`` as an app."""

CATALOGUES: Final = (LIBRARY, DROP_IN, Catalogue("signet-server", SERVICE / "locale", (SERVICE,), WHOLE))

TIERS: Final = ("accounts", "identities", "mailed_codes", "sessions")
"""Folders of the library whose texts the drop-in doesn't have."""


class Extraction(makemessages.Command):
    """Django's command, in a fixed order, and with no guesses at what a new text might mean."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--sort-output"]
    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching", "--sort-output"]


@contextmanager
def extracted(catalogue: Catalogue) -> Iterator[Path]:
    """
    A folder with a copy of the *catalogue* as its source wants it, in ``locale``, the template ``django.pot`` among it.

    Django writes beside the templates that it reads, so it reads copies.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number, source in enumerate(catalogue.sources):
            left_out = ("locale", "static", *(TIERS if number else ()))
            shutil.copytree(source, root / "source" / source.name, ignore=shutil.ignore_patterns(*left_out))
        locale = root / "locale"
        locale.mkdir()
        for language in catalogue.languages:
            copy = locale / language / "LC_MESSAGES" / "django.po"
            copy.parent.mkdir(parents=True)
            copy.write_text(_present(catalogue, language))
        with chdir(root / "source"), override_settings(LOCALE_PATHS=[str(locale)]):
            languages: Any = catalogue.languages
            options: Any = {"no_location": True, "no_obsolete": True, "keep_pot": True, "verbosity": 0}
            call_command(Extraction(), locale=languages, **options)
        yield locale


def main() -> int:
    """Write all of them. The answer is the exit status."""
    if not settings.configured:
        settings.configure()
        django.setup()
    for catalogue in CATALOGUES:
        with extracted(catalogue) as locale:
            for language in catalogue.languages:
                written = locale / language / "LC_MESSAGES" / "django.po"
                own = catalogue.locale / language / "LC_MESSAGES" / "django.po"
                own.parent.mkdir(parents=True, exist_ok=True)
                own.write_text(DATES.sub("", written.read_text()))
                subprocess.run(["msgfmt", "-o", own.with_suffix(".mo"), own], check=True)
    return 0


def _present(catalogue: Catalogue, language: str) -> str:
    own = catalogue.locale / language / "LC_MESSAGES" / "django.po"
    if own.exists():
        return own.read_text()
    return HEADER.format(language=language, project=catalogue.project, plural=_plural_forms(language))


def _plural_forms(language: str) -> str:
    """As Django's own catalogue has them, so that both are one to it."""
    folder = Path(django.__file__).parent / "conf" / "locale"
    names = (language, language.partition("_")[0])
    texts = ((folder / name / "LC_MESSAGES" / "django.po") for name in names)
    found = makemessages.plural_forms_re.search(next(one for one in texts if one.exists()).read_text())
    assert found
    return str(found["value"])


if __name__ == "__main__":
    sys.exit(main())
