"""What the page of settings says in addition to the docstrings of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HEAD: Final = """# Settings
{note}

One dict, `SIGNET`, in the settings of the project. You may leave out every key. A key that is not on this page, or a
value of another type, is a [system check](checks.md) error. Settings are read when they are needed, so
`override_settings` takes effect at once.

Each name leads to its type, an example, and [the checks](checks.md) that are about it. Those of the first table hold
for every tier; the others need the app or the addresses of their tier. Coming from Simple JWT? A table
[at the end](#the-dict-simple_jwt) says what becomes of each key.
"""

TIERS: Final[Mapping[str, str]] = {
    "Core": "For all projects.",
    "Sessions": "With `drf_signet.sessions` in `INSTALLED_APPS`: see [sessions](../how-to/sessions.md).",
    "Browsers": "For the endpoints of `drf_signet.sessions.browser.urls`: see [browsers](../how-to/browsers.md).",
    "Accounts": "With `drf_signet.accounts` in `INSTALLED_APPS`: see [accounts](../how-to/accounts.md).",
    "Codes by mail": "With `drf_signet.mailed_codes` in `INSTALLED_APPS`: see "
    "[sign in by mail](../how-to/sign-in-by-mail.md).",
}
"""By the word at the end of the docstring of a setting; the first has none."""

OF_DROP_IN: Final = """## The dict `SIMPLE_JWT`

With the drop-in, `drf_signet_compat.simplejwt`, your dict `SIMPLE_JWT` stays as it is. If `SIGNET` has the same key,
Signet uses the value there. Without the drop-in, write `SIGNET`. It accepts the keys and the dotted paths of Simple
JWT. For the few that it doesn't know, `manage.py check` says what to do instead.
"""

OF_ADOPTION: Final = """### ADOPTION_PERCENTAGE

Of `drf_signet_compat.simplejwt.adoption`, which turns tokens of Simple JWT into sessions: how many of a hundred users
get sessions, chosen by their id. A key of `SIMPLE_JWT`.

- Type: `int`, from 0 to 100
- Default: `100`
- Checks: [signet.simplejwt.E101](checks.md#signetsimplejwte101)
- Since 0.1.0

```python
SIMPLE_JWT = {"ADOPTION_PERCENTAGE": 10}
```
"""
