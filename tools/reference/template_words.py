"""What the page of templates adds to the source: what each template is for, and what its variables mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HEAD: Final = """# Templates
{note}

Every template that Signet renders, and the variables that it gets. `make reference` sends each mail and opens each
page, and writes down the variables of each; it fails if a template uses a variable that nothing passes.

To override one, put a template of the same name into a folder of `TEMPLATES["DIRS"]`, or into an app that comes before
ours in `INSTALLED_APPS`:

```text
templates/
    signet_accounts/
        activation.html
        activation.txt
        activation_subject.txt
```

Your template gets the same variables. To keep our layout, extend `signet_accounts/layout.html` and fill its blocks
`title` and `content`. "Optional" variables are set for some people only: ask with `{{% if name %}}`.
"""

MAILS: Final[Mapping[str, str]] = {
    "account_exists": "To a user with an account, when somebody signs up with their address.",
    "account_taken_over": "To the user who proves the address first, without a password: what was removed.",
    "activation": "The link that opens an account, after a sign-up.",
    "identity_linked": "To the user, after an account at another site was linked, of `drf_signet.identities`.",
    "email_change": "The link that confirms a new address, to that address.",
    "email_changed": "To the old address, after the account has a new one.",
    "password_changed": "To the user, after the password has changed.",
    "password_elsewhere": "To a user who asks for a new password, and whose password another system keeps.",
    "password_reset": "The link to set a new password.",
    "sign_in_code": "The code to sign in, of `drf_signet.mailed_codes`; with a link, if `SIGN_IN_CODE_URL` is set.",
    "sign_in_notice": "To the user, after somebody signed in on a device that the account never had.",
}
"""By the kind of the mail. Each is three templates: the subject, the text, and HTML."""

SHARED: Final[Mapping[str, str]] = {
    "signet_accounts/layout.html": "The frame around the content of each mail in HTML. Blocks: `title`, `content`.",
    "signet_accounts/button.html": "The link of a mail in HTML, as a button and as an address.",
}

PAGES_OF_SERVICE: Final[Mapping[str, str]] = {
    "signet_server/front_page.html": "The page of the web app.",
    "signet_server/link.html": "The pages of the links in mails: `/activate`, `/reset`, `/confirm` and `/not-me`.",
    "signet_server/page.html": "The frame around the pages below. Blocks: `title`, `files`, `bar`, `main`.",
    "signet_server/api_nav.html": "The links at the top of the two pages about the API.",
    "signet_server/api_index.html": "The list of endpoints, at `/api/` and `/api/v1/`.",
    "signet_server/docs.html": "The documentation of the API, at `/api/docs/`.",
    "signet_server/demo_provider.html": "The sign-in page of the demo's provider.",
    "signet_server/demo_provider_error.html": "What the demo's provider shows for a request that it can't answer.",
    "signet_server/error.html": "The page for an address that doesn't exist, and for errors.",
    "admin/login.html": "The sign-in page of the admin: Django's own, with the demo's user.",
    "admin/base_site.html": "The frame around the admin: Django's own, with the logo of Signet.",
}

VARIABLES: Final[Mapping[str, str]] = {
    "site": "[`SITE_NAME`](settings.md#site_name), or the host of the page on which passwords are reset",
    "link": "the address that the mail leads to",
    "lifetime": "how long the link, or the code, is valid, in words",
    "code": "six letters and digits",
    "provider": "the name of the other site",
    "name": "the name of the user, where the address is known to be theirs",
    "is_elsewhere": "whether another system keeps the password of the user",
    "is_found": "whether the account existed before its owner proved the address",
    "signed_up_at": "when that sign-up was, where there are several with the address",
    "device": "the browser and the system, or the app, in words",
    "ip": "the IP address of the sign-in, where it is known",
    "methods": "how the user signed in, in words, where it is known",
    "signed_in_at": "when the sign-in was",
    "text": "the words of the button",
    "back": "the query of the page, with all that the client asked for",
    "client": "the name of the service, or its address",
    "known": "pairs of an id and a person whom a visitor can be",
    "words": "what RFC 6749 or the code says about the error",
    "home": "the address of the front page",
    "field.errors": "what is wrong with it",
    "form.visible_fields": "the fields of somebody else",
    "api": "the address of the list of endpoints",
    "texts": "the sentences for the script of the page",
    "page.title": "the heading",
    "page.lead": "the sentence below it",
    "page.button": "the words of the button",
    "page.done": "what the page says when it is done",
    "page.done_without_reset": "the same where no new password can be offered",
    "page.onward_hash": "the view of the front page to which the link leads, if not the first one",
    "page.without_another": "what to do where nothing sends another link",
    "page.onward": "the words of the link to the front page, after that",
    "page.endpoint": "the name of the address that the button calls",
    "page.again": "the name of the address that sends another link, if there is one",
    "page.asks_for_password": "whether the page asks for a new password",
    "demo": "username, password and e-mail address of the demo's user; None in production",
    "rotates": "whether refresh tokens rotate",
    "demo.username": "the name that this user signs in with",
    "demo.password": "their password",
    "demo.email": "their e-mail address",
    "mistake.status": "the status of the answer",
    "mistake.detail": "the sentence of the page",
    "title": "the heading, from Django's admin",
    "path": "the path of the list",
    "public_url": "where people find the service",
    "topics": "pairs of a title and its endpoints",
    "lines": "three lines for a shell, in the demo",
    "has_codes": "whether people can sign in with a code by mail",
    "has_admin": "whether there is an admin",
    "form.demo": "username and password of the demo's user, in the demo",
    "form.demo.username": "the name that this user signs in with",
    "form.demo.password": "their password",
    "page.stale_title": "the heading if the link no longer works",
}
