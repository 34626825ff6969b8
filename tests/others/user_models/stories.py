"""
Plays the story with each user model that is named on the command line, and prints what was answered.

A process has one user model. It is a child of this one, which has loaded what knows none.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
import warnings
from importlib import import_module
from typing import Any, Final

import django
from django.conf import settings
from django.core import checks
from django.core.management import call_command

from drf_signet.conf import NAME
from tests.others.page import blocks_of

LOADED: Final = (
    "confusable_homoglyphs.confusables",
    "django.core.management.commands.migrate",
    "django.db.backends.sqlite3.base",
    "django.template.backends.django",
    "django.test.client",
    "drf_signet.checks",
    "drf_signet.deploy_checks",
    "signet_tokens.jws",
    "rest_framework.generics",
    "rest_framework.test",
)
"""What takes time to load, and knows no user model."""

STORY: Final = "STORY"
"""The setting with the module that has the story."""

KEPT: Final[dict[str, Any]] = {}
"""What a block of the page defines: receivers are forgotten with it."""


def result(model: str, verification: str, word: str = "") -> dict[str, Any]:
    """What the checks say, and where that is no error, the story; with the block of the page that has *word* in it."""
    settings.AUTH_USER_MODEL = f"people.{model}"
    ours: dict[str, Any] = getattr(settings, NAME)
    ours["EMAIL_VERIFICATION"] = verification
    django.setup()
    logging.disable()
    found = [one for one in checks.run_checks() if str(one.id).startswith("signet.")]
    said = {str(one.id): one.msg for one in found}
    if any(one.level >= checks.ERROR for one in found):
        return {"said": said, "told": {}}
    call_command("migrate", run_syncdb=True, verbosity=0)
    from tests.others.user_models.people.models import Company

    play = import_module(getattr(settings, STORY)).play
    if word:
        exec(next(one for one in blocks_of("user-models") if word in one), KEPT)
    Company._default_manager.create(name="first company")
    return {"said": said, "told": play()}


def main() -> None:
    """A line for each of the arguments, such as ``ByEmail:mandatory``."""
    warnings.simplefilter("error")
    for name in LOADED:
        import_module(name)
    for argument in sys.argv[1:]:
        reading, writing = os.pipe()
        if os.fork() == 0:
            try:
                answer = result(*argument.split(":"))
            except BaseException:  # noqa: BLE001  # the parent says so
                answer = {"said": {}, "told": {}, "fault": traceback.format_exc()}
            with os.fdopen(writing, "w") as pipe:
                json.dump(answer, pipe)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            sys.stdout.write(f"{argument} {pipe.read()}\n")
        os.wait()


if __name__ == "__main__":
    main()
