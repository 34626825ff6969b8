"""How to mend what a check complains of, for those whose hint is made when they run, or that have none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MEND: Final[Mapping[str, str]] = {
    "signet.E001": "Write the key as in [settings](settings.md). The check names the nearest one.",
    "signet.E002": "Write a value of the type that is in [settings](settings.md). The check may say which.",
    "signet.E003": "Give the dotted path of a class or function, such as `myapp.tokens.MyToken`.",
    "signet.E004": "Give the key in the form that `ALGORITHM` needs: a secret for HS256, a PEM document or a JWK for "
    "all others. The check says what the key is instead.",
    "signet.E006": "Give a time that is longer than nothing, such as `timedelta(minutes=5)`.",
    "signet.E008": 'Write one word or several, such as `("Bearer",)`.',
    "signet.E009": "Give the claim a name that no other setting and no standard claim has.",
    "signet.E010": "Set `SIGNING_KEY` to a private key. To verify only, set `ISSUERS`, `JWK_URL` or `VERIFYING_KEY`.",
    "signet.E012": "Leave the setting out, or name a class of tokens.",
    "signet.E013": "Give a number that is in the range that the message names.",
    "signet.E014": "Write what the message asks for, or leave the setting out.",
    "signet.E016": "Write the address of your page, such as `https://app.example.com/activation#{token}`, "
    "`myapp://activation/{token}`, or the dotted path of a function that takes the request or None, such as "
    "`myproject.links.activation`.",
    "signet.E018": "Give a time that is longer than nothing, such as `timedelta(hours=1)`.",
    "signet.E025": "Install the app of your user model, or use the views and classes that need no users: "
    "[without users](../how-to/without-users.md).",
    "signet.E026": "Set `UNAUTHENTICATED_USER` in `REST_FRAMEWORK` to None, or install `django.contrib.auth`.",
    "signet.E065": "Set `SIGNING_KEYS` to a list of keys, a JWK Set, the path of a file, or the dotted path of a "
    "class. The check says which key can't be used, and what it is instead.",
    "signet.E066": "Put a private key first in `SIGNING_KEYS`, or run `manage.py keys generate`.",
    "signet.W002": "Set `SIGNING_KEY` to a secret of its own, which signs out everybody once. Or set `SIGNING_KEYS` to "
    "a list that begins with a secret of its own, followed by `SECRET_KEY`: then nobody is signed out.",
    "signet.E077": "Set `audience` to what the issuer writes in `aud` for this service. If it writes no `aud`, name a "
    "claim that says whom a token is for in `required_claims`.",
    "signet.E078": "Write the key of the entry as the `iss` of the tokens, to the letter. If that is no https URL, set "
    "`jwks_url` to the address of its keys. For `KEY_SET_CACHE`, give an alias of `CACHES`, or the `pathlib.Path` of a "
    "folder.",
    "signet.E079": "Write one of the words that the message lists, with a `user_field`, or the dotted path of a "
    "function that takes the claims: [users](../how-to/identity-providers.md#choose-the-users).",
    "signet.E080": "Use `sub`, or another claim that never changes, and a field of your user model for each issuer, "
    "with `unique=True` and `null=True`: [users](../how-to/identity-providers.md#choose-the-users).",
    "signet.E089": "Write each key as on [the page of providers](../how-to/sign-in-with.md#all-keys-of-an-entry). The "
    "message names what is wrong.",
    "signet.E090": "Write the `iss` of the provider's ID tokens, an https URL, as `issuer`: "
    "[providers](../how-to/sign-in-with.md).",
    "signet.E094": "Set `ACTIVATION_URL`, and `PASSWORD_RESET_URL`, to a page of your front end or app. Or set "
    '`PROVIDER_SIGN_UP` to False. A provider may speak for every address where its entry has `verifies` with `"*"`: '
    "[providers](../how-to/sign-in-with.md#all-keys-of-an-entry).",
    "signet.W006": "Let the clocks of your machines agree by NTP, and set `LEEWAY` to some seconds.",
    "signet.W007": "Leave the setting out.",
    "signet.W008": "Use a shorter time: minutes are usual.",
    "signet.W014": "Serve the page by https, and write its address so.",
    "signet.W089": "Serve the page by https, and write its address so.",
    "signet.W015": "Use the validators that `startproject` writes.",
    "signet.W026": "Take the dict out, or install the package that reads it. The message names the keys.",
    "signet.W066": "Include `drf_signet.sessions.browser.urls`, or take the settings out.",
    "signet.W067": "Take the setting out that has no effect. The message says what turns it off.",
    "signet.W068": "Take the setting out, or use what it is for. The message says what that is.",
    "signet.W069": "Take the setting out, or include an endpoint that asks it.",
    "signet.W087": "Give the provider a certificate, and write its issuer with https://.",
    "signet.W092": "Mount the addresses that are missing, or take the setting out.",
    "signet.W088": "Take the key out. Or set the key that is missing, unless your pages and apps send ID tokens alone.",
    "signet.simplejwt.E001": "Write the key as Simple JWT has it. The check names the nearest one.",
    "signet.simplejwt.E002": "Take the key out. The hint says what takes its place.",
    "signet.simplejwt.E003": "Write a value of the type that Simple JWT asks for.",
    "signet.simplejwt.E004": "Write a path of something that can be imported and called.",
    "signet.simplejwt.E101": "Write a whole number from 0 to 100.",
    "signet.simplejwt.W001": "Take the key out, or write the key that you mean.",
}
"""By id."""
