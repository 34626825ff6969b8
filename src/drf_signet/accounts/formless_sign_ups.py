"""What keeps sign-ups without a form, by a provider or by a code in a mail, from making users: for checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth import get_user_model

from drf_signet.accounts.email_addresses import email_field
from drf_signet.accounts.free_names import is_plain_one_fit, may_be_made
from drf_signet.accounts.user_fields import column
from drf_signet.accounts.user_manager import problems, unasked


def formless_problems(given: Iterable[str] = ()) -> Iterator[str]:
    """
    Why `open_passwordless` can make no user of an address and the fields *given*, as far as it can be told before.

    Each is a sentence. Nothing for a user model that another rule says can have no accounts.
    """
    if column(email_field()) is None:
        return
    model = get_user_model()
    made = (model.USERNAME_FIELD,) if may_be_made() else ()
    fields = dict.fromkeys((email_field(), *made, *given))
    yield from problems(fields)
    if needed := unasked(fields):
        yield (
            f"a {model.__name__} can't be saved without {' and '.join(map(repr, needed))}. Unless create_user or save "
            "set a value, every such sign-up fails."
        )
    if made and model.USERNAME_FIELD not in given and _needs_name() and not is_plain_one_fit():
        yield (
            f"the validators of {model.__name__}.{model.USERNAME_FIELD} refuse the usernames that Signet makes up. "
            "Unless create_user makes one, such a sign-up fails."
        )


def _needs_name() -> bool:
    field = column(get_user_model().USERNAME_FIELD)
    has_other = field is None or field.null or field.blank or field.has_default() or field.has_db_default()
    return not has_other
