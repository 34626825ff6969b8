"""
For those who come from Simple JWT: its public modules by their names, its setting ``SIMPLE_JWT``, and our core below.

Two ways to use it. Either replace the prefix ``rest_framework_simplejwt`` by ``drf_signet_compat.simplejwt`` in your
imports, or let one line at the top of your settings module do it for all code, also for that of other packages:

    import drf_signet_compat.simplejwt as simplejwt

    simplejwt.install()

What Simple JWT answers is answered here, in the same words and with the same status; where it answers 500, this is 401.
"""

from __future__ import annotations

from drf_signet.conf import read_also
from drf_signet_compat.simplejwt.checks import register_checks
from drf_signet_compat.simplejwt.names import NAMES
from drf_signet_compat.simplejwt.translation import SETTING, translate

__version__ = "5.5.1"


def install() -> None:
    """
    Let ``rest_framework_simplejwt`` and the modules in it be those of this package: the very same objects.

    A call for each process, before anything imports the other package: at the top of the settings module. A second
    one changes nothing. Raises `ImproperlyConfigured` where it comes too late.
    """
    NAMES.install()


read_also(SETTING, translate)
register_checks()
