"""What a project's own code says about a user: in ``save``, in ``clean``, in a receiver of a signal, in a manager."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError, RestrictedError

from drf_signet.database_errors import is_duplicate, is_referenced
from drf_signet.errors import AccountInUseError, UserRefusedError

logger: Final = logging.getLogger("drf_signet")


@contextmanager
def heeding_rules() -> Iterator[None]:
    """
    Raise `UserRefusedError`, in the project's words, where it raises Django's `ValidationError` or a `ValueError`.

    What the database refuses has no words for anybody but the developer: those go to the log. That something has to be
    unique, and isn't, stays an `IntegrityError`.
    """
    try:
        yield
    except ValidationError as error:
        raise UserRefusedError([str(one) for one in error.messages]) from None
    except ValueError as error:
        raise UserRefusedError([str(error)] if str(error) else ()) from None
    except (IntegrityError, DataError) as error:
        if is_duplicate(error):
            raise
        # The first line: those that follow may hold what was sent.
        words = str(error).partition("\n")[0]
        logger.error("The database refuses a user: %s", words)  # noqa: TRY400  # without what was sent
        raise UserRefusedError from None


@contextmanager
def heeding_references() -> Iterator[None]:
    """
    Raise `AccountInUseError` where other rows refer to the user's, and have to stay.

    Django says so before it deletes; the database, of tables or tenants that Django doesn't look at, at the commit.
    """
    try:
        yield
    except (ProtectedError, RestrictedError):
        raise AccountInUseError from None
    except IntegrityError as error:
        if not is_referenced(error):
            raise
        raise AccountInUseError from None
