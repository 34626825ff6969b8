"""``manage.py check`` sees the real Simple JWT at work beside ours."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Final

from compat.tests.simplejwt.processes import python

PACKAGES: Final = {
    "auth_kit/__init__.py": "",
    "shop/__init__.py": "",
    "shop/late.py": "def sign_out():\n    from rest_framework_simplejwt.tokens import RefreshToken\n",
    "shop/views.py": "from rest_framework_simplejwt.tokens import RefreshToken\n",
    "shop/urls.py": "from . import late\nurlpatterns = []\n",
    "shop/other_urls.py": "from . import views\nurlpatterns = []\n",
    "site_config/__init__.py": "",
    "site_config/urls.py": "from . import auth\nurlpatterns = []\n",
    "site_config/auth.py": "from rest_framework_simplejwt.authentication import JWTAuthentication as Base\n",
    "config_urls.py": "import rest_framework_simplejwt.views as views\nurlpatterns = []\n",
    "tools/__init__.py": "from rest_framework_simplejwt import tokens\n",
}
PROGRAM: Final = """
import os, sys
sys.path.insert(0, os.environ["PACKAGES"])
INSTALL = os.environ.get("INSTALL")
if INSTALL:
    from drf_signet_compat.simplejwt import install
    install()
import django
from django.conf import settings
from django.core.checks import run_checks
from django.test import override_settings

import drf_signet_compat.simplejwt

APP = os.environ.get("APP", "drf_signet_compat.simplejwt") + ".token_blacklist"
settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework", APP, "shop"],
    SECRET_KEY="a-secret-key-that-is-long-enough-for-its-algorithm",
    USE_TZ=True,
    ROOT_URLCONF="shop.urls",
    STATIC_URL="static/",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

def said(**changed):
    with override_settings(**changed):
        return [one.msg.partition(":")[0] for one in run_checks() if one.id == "signet.simplejwt.E008"]
"""


def succeed(folder: Path, source: str, **environment: str) -> None:
    """The program *source* runs to its end among the packages."""
    for name, text in PACKAGES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    done = python("-c", PROGRAM + textwrap.dedent(source), PACKAGES=str(folder), **environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_real_package_beside_ours_is_an_error(tmp_path: Path) -> None:
    """Where a part of the project imports it; for packages that are known to, also when they haven't yet."""
    succeed(
        tmp_path,
        """
        assert said() == []
        assert said(INSTALLED_APPS=[*settings.INSTALLED_APPS, "auth_kit"]) == ["drf-auth-kit"]
        import tools
        assert said() == []
        assert said(ROOT_URLCONF="config_urls") == ["config_urls"]
        assert said(ROOT_URLCONF="site_config.urls") == ["site_config.auth"]
        import shop.late
        shop.late.sign_out()
        assert said() == []
        assert said(ROOT_URLCONF="shop.other_urls") == ["shop.views"]
        """,
    )


def test_with_the_line_there_is_one(tmp_path: Path) -> None:
    """And nothing to say."""
    succeed(
        tmp_path,
        """
        assert said(INSTALLED_APPS=[*settings.INSTALLED_APPS, "auth_kit"], ROOT_URLCONF="shop.other_urls") == []
        """,
        INSTALL="1",
    )


def test_the_real_app_is_no_app_of_ours(tmp_path: Path) -> None:
    """Tokens of ours are not written down in it."""
    succeed(
        tmp_path,
        """
        assert said() == ["rest_framework_simplejwt.token_blacklist"]
        """,
        APP="rest_framework_simplejwt",
    )
