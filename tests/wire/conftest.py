"""Failed assertions of the modules that assert for the tests are explained like those of the tests."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.wire.answers", "tests.wire.doors")
