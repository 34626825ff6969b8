"""
A file of tests needs no flags: the Django project that it is run with follows from where it lies.

pytest-django would take one project for all of them, or one from the command line. So it is given none, and this file,
which pytest imports before every other ``conftest.py``, sets up the right one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.conf import ENVIRONMENT_VARIABLE, settings
from django.db import connections
from django.utils import translation

from tests.soak.elsewhere import is_long
from tools.suites import SeveralSuitesError, suite_of


def pytest_plugin_registered(plugin: object, manager: pytest.PytestPluginManager) -> None:
    """Once this file is known, and no other yet. Workers find the project in the environment that they inherit."""
    if plugin is sys.modules[__name__] and not settings.configured:
        config = manager.get_plugin("pytestconfig")
        assert isinstance(config, pytest.Config)
        os.environ[ENVIRONMENT_VARIABLE] = project_for(config)
        django.setup()


@pytest.fixture(autouse=True)
def _leave_no_language() -> Iterator[None]:
    """`LocaleMiddleware` leaves the language of the last request to the thread, and so to whichever test is next."""
    yield
    if settings.configured:
        # Django keeps each function that it looked up, whatever USE_I18N is afterwards.
        vars(vars(translation)["_trans"]).clear()
        translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _databases_know_json() -> None:
    """A check of Django 6 asks each database, once. All of ours do, and tests of checks need no database."""
    if settings.configured:
        for connection in connections.all():
            vars(connection.features)["supports_json_field"] = True


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """Wherever pytest was started, what a test starts finds the modules of this repository."""
    os.chdir(session.config.rootpath)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what ``make soak`` runs, before tests are chosen by their marks."""
    for item in items:
        if is_long(item.nodeid):
            item.add_marker("soak")


def project_for(config: pytest.Config) -> str:
    """The settings that the paths on the command line need; those of `testpaths`, where there are none."""
    given = config.known_args_namespace
    started = config.invocation_params.dir
    paths = [started / one.split("::")[0] for one in given.file_or_dir]
    if not paths:
        paths = (
            [config.rootpath / one for one in config.getini("testpaths")] if started == config.rootpath else [started]
        )
    try:
        return suite_of(map(absolute, paths), [absolute(started / one) for one in given.ignore or ()]).settings[0]
    except SeveralSuitesError as error:
        raise pytest.UsageError(str(error)) from None


def absolute(path: Path) -> Path:
    """*path* without the ``..`` in it: what a symbolic link leads to has a place of its own."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve() follows links
