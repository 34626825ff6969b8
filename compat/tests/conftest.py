"""What these tests share with those of the library."""

from __future__ import annotations

from tests.conftest import (
    _nothing_counted,  # noqa: F401
    _nothing_told,  # noqa: F401
    api,  # noqa: F401
    hashed,  # noqa: F401
    mariadb_server,  # noqa: F401
    noon,  # noqa: F401
    purging_at_each_sign_in,  # noqa: F401
    tiers_side_by_side,  # noqa: F401
    user,  # noqa: F401
)
