"""
The pages to which the links in mails lead. Each asks for a click, so a mail scanner that opens a link changes nothing.

The token is in the fragment of the address, which browsers keep to themselves: it is in no log and no ``Referer``.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias

from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

Text: TypeAlias = str | Promise


class LinkPage(NamedTuple):
    """What a page says, and the names of the endpoints that it calls."""

    title: Text
    stale_title: Text
    """The title once the link turns out to be of no use."""

    lead: Text
    button: Text
    done: Text
    onward: Text
    """The words of the link to the front page, once all is done."""

    endpoint: str
    again: str | None
    """The endpoint that sends another link to an address, where there is one."""

    asks_for_password: bool = False
    done_without_reset: Text = ""
    """What the page says instead of ``done`` where the answer is against a password reset."""

    onward_hash: str = ""
    """The view of the front page to which the link leads, if not the first one."""

    without_another: Text = _("To get a new link, sign in and ask for the change again.")
    """What to do where no endpoint sends another link."""


ACTIVATE: Final = LinkPage(
    title=_("Confirm your e-mail address"),
    stale_title=_("Get a new link"),
    lead=_("Click the button to confirm that this address is yours."),
    button=_("Confirm address"),
    done=_("Your e-mail address is confirmed. You can sign in now."),
    onward=_("Sign in"),
    endpoint="activation",
    again="resend_activation",
)
RESET: Final = LinkPage(
    title=_("Set a new password"),
    stale_title=_("Get a new link"),
    lead=_("This signs you out on all your devices."),
    button=_("Set password"),
    done=_("Your new password is set. Sign in with it."),
    onward=_("Sign in"),
    endpoint="reset_password_confirm",
    again="reset_password",
    asks_for_password=True,
)
CONFIRM: Final = LinkPage(
    title=_("Confirm your new e-mail address"),
    stale_title=_("This link doesn't work"),
    lead=_("Click the button to use this address for your account."),
    button=_("Confirm address"),
    done=_("Your e-mail address was changed."),
    onward=_("Continue"),
    endpoint="set_email_confirm",
    again=None,
)
NOT_ME: Final = LinkPage(
    title=_("Was it somebody else?"),
    stale_title=_("This link doesn't work"),
    lead=_("Click the button if you did not sign in. It signs that device out, and all that signed in later."),
    button=_("It wasn't me"),
    done=_("That device is signed out. Now set a new password, because somebody else may know yours."),
    done_without_reset=_(
        "That device is signed out. We can't send you a link for a new password, for example because somebody has "
        "changed the address of your account. Ask whoever runs this site for help."
    ),
    onward=_("Set a new password"),
    onward_hash="#/forgot-password",
    endpoint="sign_in_notice",
    again=None,
    without_another=_("Sign in to see where you are signed in, and to sign other devices out."),
)

TEXTS: Final = {
    "unreachable": _("The service can't be reached. Try again later."),
    "failed": _("Something went wrong. Try again later."),
    "sent": _("If this address needs a link, we are sending one. Check your inbox."),
    "incomplete": _("This address is incomplete. Open the link in the e-mail again."),
}
"""What the script of the pages says."""


class LinkPageView(TemplateView):
    """One of the pages."""

    template_name = "signet_server/link.html"
    page: LinkPage = ACTIVATE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words of the page."""
        return {**super().get_context_data(**kwargs), "page": self.page, "texts": TEXTS}


urlpatterns: list[URLPattern] = [
    path("activate", never_cache(LinkPageView.as_view(page=ACTIVATE)), name="activate_page"),
    path("reset", never_cache(LinkPageView.as_view(page=RESET)), name="reset_page"),
    path("not-me", never_cache(LinkPageView.as_view(page=NOT_ME)), name="not_me_page"),
    path("confirm", never_cache(LinkPageView.as_view(page=CONFIRM)), name="confirm_page"),
]
