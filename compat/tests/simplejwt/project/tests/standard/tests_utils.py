"""The small functions that others import, and the version."""

from __future__ import annotations

from datetime import UTC, datetime

import rest_framework_simplejwt
from django.test import SimpleTestCase, override_settings
from rest_framework_simplejwt.utils import (
    aware_utcnow,
    datetime_from_epoch,
    datetime_to_epoch,
    format_lazy,
    get_md5_hash_password,
    make_utc,
)

NOON = datetime(2030, 5, 17, 12, tzinfo=UTC)


class UtilityTests(SimpleTestCase):
    """``rest_framework_simplejwt.utils``."""

    def test_now(self) -> None:
        """With a time zone, or without where the project has none."""
        self.assertEqual(aware_utcnow().tzinfo, UTC)
        with override_settings(USE_TZ=False):
            self.assertIsNone(aware_utcnow().tzinfo)

    def test_a_time_is_a_number_and_back(self) -> None:
        """Whole seconds."""
        self.assertEqual(datetime_to_epoch(NOON), 1905249600)
        self.assertEqual(datetime_from_epoch(1905249600), NOON)
        with override_settings(USE_TZ=False):
            self.assertEqual(datetime_from_epoch(1905249600), NOON.replace(tzinfo=None))

    def test_a_time_without_a_zone_is_given_one(self) -> None:
        """Where the project has time zones."""
        self.assertEqual(make_utc(NOON.replace(tzinfo=None)), NOON)
        self.assertEqual(make_utc(NOON), NOON)
        with override_settings(USE_TZ=False):
            self.assertIsNone(make_utc(NOON.replace(tzinfo=None)).tzinfo)

    def test_a_text_is_filled_in_late(self) -> None:
        """When it is asked for."""
        self.assertEqual(str(format_lazy("{} of {}", "one", "two")), "one of two")

    def test_a_password_has_a_fingerprint(self) -> None:
        """MD5, in capitals."""
        self.assertEqual(get_md5_hash_password("abc"), "900150983CD24FB0D6963F7D28E17F72")

    def test_there_is_a_version(self) -> None:
        """Or None."""
        self.assertTrue(hasattr(rest_framework_simplejwt, "__version__"))
