"""`drf_signet.accounts.testing`: its promises to the tests of a project."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import TestCase, override_settings
from rest_framework.test import APIClient

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.testing import mails_at_once, token_in, verify
from drf_signet.conf import NAME, get_settings
from tests.accounts.changed import signet
from tests.accounts.hearing import hearing
from tests.accounts.person import Person, find_person, sign_up_body

IN_TABLE = None
AT_ONCE = "drf_signet.accounts.outbox.at_once"


@pytest.mark.django_db(transaction=True)
def test_mails_are_there_when_the_request_ends() -> None:
    """The example of the module, in a project whose mails wait in a table."""
    api = APIClient()
    with signet(MAIL_DISPATCHER=IN_TABLE):
        with mails_at_once():
            api.post("/api/users/", sign_up_body())
        token = token_in(mail.outbox[-1])
        assert get_settings().MAIL_DISPATCHER == IN_TABLE
    assert api.post("/api/users/activation/", {"token": token}).status_code == 204
    assert is_verified(find_person())


@pytest.mark.django_db
def test_in_a_test_case_the_commit_is_simulated() -> None:
    """As the docstring says."""
    with mails_at_once(), TestCase.captureOnCommitCallbacks(execute=True):
        APIClient().post("/api/users/", sign_up_body())
        assert mail.outbox == []
    assert token_in(mail.outbox[-1])


@mails_at_once()
def settings_inside() -> tuple[str | None, str | None]:
    """Two of the settings in force."""
    return get_settings().MAIL_DISPATCHER, get_settings().SITE_NAME


def test_it_decorates_as_well() -> None:
    """It ends with the function."""
    with signet(MAIL_DISPATCHER=IN_TABLE):
        assert settings_inside() == (AT_ONCE, None)
        assert get_settings().MAIL_DISPATCHER == IN_TABLE


def test_the_other_settings_are_left_alone() -> None:
    """Those in force when the function is called, such as by a decorator of its class."""
    with signet(MAIL_DISPATCHER=IN_TABLE, SITE_NAME="Acme"):
        assert settings_inside() == (AT_ONCE, "Acme")


def test_a_block_leaves_the_other_settings_alone() -> None:
    """Those in force when it begins."""
    with signet(MAIL_DISPATCHER=IN_TABLE, SITE_NAME="Acme"), mails_at_once():
        assert (get_settings().MAIL_DISPATCHER, get_settings().SITE_NAME) == (AT_ONCE, "Acme")


@override_settings()
def test_without_the_dict_there_is_one() -> None:
    """A project need not have set anything."""
    delattr(settings, NAME)
    with mails_at_once():
        assert get_settings().MAIL_DISPATCHER == AT_ONCE


@pytest.mark.parametrize("name", ["ACTIVATION_URL", "PASSWORD_RESET_URL", "EMAIL_CHANGE_URL"])
@pytest.mark.parametrize("url", ["https://a.example.org/x?t={token}&y=1", "https://a.example.org/x/{token}-go"])
def test_the_token_is_found_wherever_its_place_is(name: str, url: str) -> None:
    """In a link of each kind, with the text after the placeholder."""
    with signet(**{name: url}):
        message = EmailMessage(body=f"Follow {url.replace('{token}', 'aB-_9:sig')} now.")
        assert token_in(message) == "aB-_9:sig"


def test_a_page_that_is_not_set_is_skipped() -> None:
    """Without verification, a project needs none for activation."""
    with signet(ACTIVATION_URL=None):
        assert token_in(EmailMessage(body="Follow https://app.example.com/reset#aB-_9:sig now.")) == "aB-_9:sig"


@pytest.mark.parametrize("body", ["", "https://elsewhere.example.com/#x:y", "https://app.example.com/activate#"])
def test_a_mail_without_a_link_is_an_error(body: str) -> None:
    """`LookupError`."""
    with pytest.raises(LookupError, match=r"This e-mail has no link\."):
        token_in(EmailMessage(body=body))


@pytest.mark.django_db(transaction=True)
def test_a_user_is_verified_without_a_mail(unverified: Person) -> None:
    """As if they had followed the link."""
    with hearing() as heard:
        verify(unverified)
    assert heard == [("email_verified", unverified.pk)]
    assert is_verified(unverified)
    assert mail.outbox == []
