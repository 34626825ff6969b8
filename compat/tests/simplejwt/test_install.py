"""``install()``: ``rest_framework_simplejwt`` is this package, module by module, in processes of their own."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Final

import pytest

from compat.tests.simplejwt.processes import Done, manage, python

THEIRS: Final = "rest_framework_simplejwt"
INSTALLED: Final = {"SIMPLE_JWT_INSTALLED": "1", "SIMPLE_JWT_NAME": THEIRS}

INSTALL: Final = "from drf_signet_compat.simplejwt import install; install()\n"
SET_UP: Final = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "compat.tests.simplejwt.site.settings"
"""
MODULES: Final = (
    *("authentication", "backends", "exceptions", "models", "serializers", "settings", "state"),
    *("token_blacklist.admin", "token_blacklist.apps", "token_blacklist.models", "tokens", "utils", "views"),
)


def run(*sources: str, **environment: str) -> Done:
    """What the program *sources* does."""
    return python("-c", "".join(map(textwrap.dedent, sources)), **environment)


def succeed(*sources: str, **environment: str) -> None:
    """The program *sources* runs to its end."""
    done = run(*sources, **environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_modules_are_the_very_same() -> None:
    """One object under two names, whichever is imported first, and nothing in it was written over."""
    succeed(
        SET_UP,
        f"""
        import importlib, sys
        import drf_signet_compat.simplejwt as ours
        django.setup()
        for name in {MODULES}:
            first, second = "drf_signet_compat.simplejwt." + name, "rest_framework_simplejwt." + name
            theirs, own = importlib.import_module(second), importlib.import_module(first)
            assert theirs is own is sys.modules[first] is sys.modules[second], name
            assert own.__name__ == own.__spec__.name == first, name
        import rest_framework_simplejwt
        assert rest_framework_simplejwt is ours
        assert rest_framework_simplejwt.__version__
        """,
        **INSTALLED,
    )


def test_an_exception_is_caught_by_either_name() -> None:
    """Code of other packages catches what ours raises."""
    succeed(
        SET_UP,
        """
        django.setup()
        from rest_framework_simplejwt.exceptions import TokenError
        from drf_signet_compat.simplejwt.tokens import AccessToken
        from drf_signet.errors import ExpiredTokenError
        try:
            AccessToken("nonsense")
        except TokenError as error:
            assert error.args == ("Token is invalid",)
        assert issubclass(ExpiredTokenError, TokenError)
        """,
        **INSTALLED,
    )


@pytest.mark.parametrize("name", [THEIRS, "drf_signet_compat.simplejwt"])
def test_commands(name: str, tmp_path: Path) -> None:
    """A project with both apps in its list migrates, checks and flushes, by either name."""
    environment = {
        **INSTALLED,
        "SIMPLE_JWT_NAME": name,
        "SIMPLE_JWT_DATABASE": f'{{"ENGINE": "django.db.backends.sqlite3", "NAME": "{tmp_path / "db"}"}}',
    }
    for command in (["check"], ["migrate", "-v0"], ["makemigrations", "--check"], ["flushexpiredtokens"]):
        done = manage(*command, **environment)
        assert (done.returncode, done.stderr) == (0, ""), command


def test_a_second_call_changes_nothing() -> None:
    """Two settings modules may both call it."""
    succeed(
        """
        import sys
        from drf_signet_compat.simplejwt import install
        install()
        finders = list(sys.meta_path)
        install()
        import rest_framework_simplejwt
        install()
        assert sys.meta_path == finders
        """
    )


def test_a_call_that_comes_too_late(tmp_path: Path) -> None:
    """Says who imported the other package first, and what to do about it, in a script as well."""
    (tmp_path / "early.py").write_text("from rest_framework_simplejwt.utils import make_utc\n")
    done = run(
        """
        import sys
        from django.conf import settings
        settings.configure(USE_TZ=True)
        import os
        sys.path.insert(0, os.environ["EARLY"])
        import early
        from drf_signet_compat.simplejwt import install
        install()
        """,
        EARLY=str(tmp_path),
    )
    assert done.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: early imported rest_framework_simplejwt before "
        "drf_signet_compat.simplejwt.install() was called. Move that import behind django.setup(). Or call install() "
        "earlier, at the top of the settings module or of the script."
    )


def test_a_module_that_is_not_here() -> None:
    """Is an `ImportError` with a sentence, and doesn't come from the real package beside us."""
    done = run(f"{INSTALL}import rest_framework_simplejwt.nonsense")
    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: rest_framework_simplejwt.nonsense is drf_signet_compat.simplejwt here, which has no "
        "module with that name."
    )


def test_other_modules_are_found_as_before() -> None:
    """Also one whose name begins alike."""
    done = run(f"{INSTALL}import rest_framework_simplejwt_extensions")
    assert "No module named 'rest_framework_simplejwt_extensions'" in done.stderr


def test_it_can_stand_in_the_settings() -> None:
    """Nothing is read from the settings, and no model is loaded, by the import and the call."""
    succeed(
        INSTALL,
        """
        import sys
        from django.conf import settings
        assert not settings.configured
        assert "django.contrib.auth.models" not in sys.modules
        """,
    )


def test_the_real_package_need_not_be_there(tmp_path: Path) -> None:
    """Its place may be empty: PyJWT and its modules are never imported."""
    for name in (THEIRS, "jwt"):
        (tmp_path / f"{name}.py").write_text("raise ImportError\n")
    succeed(
        SET_UP,
        """
        import os, sys
        sys.path.insert(0, os.environ["FIRST"])
        django.setup()
        import rest_framework_simplejwt.views
        assert "jwt" not in sys.modules
        """,
        FIRST=str(tmp_path),
        **INSTALLED,
    )
