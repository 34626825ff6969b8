"""
The pages to which the links in mails lead. Each asks for a click, so a mail scanner that opens a link changes nothing.

The token is in the fragment of the address, which browsers keep to themselves: it is in no log and no ``Referer``.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView


class LinkPage(NamedTuple):
    """What a page says, and the names of the endpoints that it calls."""

    title: str
    stale_title: str
    """The title once the link turns out to be of no use."""

    lead: str
    button: str
    done: str
    onward: str
    """The words of the link to the front page, once all is done."""

    endpoint: str
    again: str | None
    """The endpoint that sends another link to an address, where there is one."""

    asks_for_password: bool = False


ACTIVATE: Final = LinkPage(
    title="Confirm your e-mail address",
    stale_title="Get a new link",
    lead="Click the button to confirm that this address is yours.",
    button="Confirm address",
    done="Your e-mail address is confirmed. You can sign in now.",
    onward="Sign in",
    endpoint="activation",
    again="resend_activation",
)
RESET: Final = LinkPage(
    title="Set a new password",
    stale_title="Get a new link",
    lead="This signs you out on all your devices.",
    button="Set password",
    done="Your new password is set. Sign in with it.",
    onward="Sign in",
    endpoint="reset_password_confirm",
    again="reset_password",
    asks_for_password=True,
)
CONFIRM: Final = LinkPage(
    title="Confirm your new e-mail address",
    stale_title="This link doesn't work",
    lead="Click the button to use this address for your account.",
    button="Confirm address",
    done="Your e-mail address was changed.",
    onward="Continue",
    endpoint="set_email_confirm",
    again=None,
)


class LinkPageView(TemplateView):
    """One of the pages."""

    template_name = "signet_server/link.html"
    page: LinkPage = ACTIVATE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words of the page."""
        return {**super().get_context_data(**kwargs), "page": self.page}


urlpatterns: list[URLPattern] = [
    path("activate", never_cache(LinkPageView.as_view(page=ACTIVATE)), name="activate_page"),
    path("reset", never_cache(LinkPageView.as_view(page=RESET)), name="reset_page"),
    path("confirm", never_cache(LinkPageView.as_view(page=CONFIRM)), name="confirm_page"),
]
