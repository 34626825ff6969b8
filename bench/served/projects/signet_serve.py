"""``signet`` with the settings of `signet_settings`."""

from __future__ import annotations

import sys
from unittest.mock import patch

from signet_server import cli

with patch.object(cli, "SETTINGS", "signet_settings"):
    sys.exit(cli.main())
