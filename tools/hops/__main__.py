"""
``python -m tools.hops`` counts, and prints; with the name of a tier, each call.

``--json`` is for a program. ``--write`` brings the figures in ``docs/explanation/architecture.md`` up to date.
"""

from __future__ import annotations

import argparse
import json

from tools.hops.counting import followed
from tools.hops.page import PAGE, written
from tools.hops.project import TIERS, refreshing, set_up

parser = argparse.ArgumentParser(prog="python -m tools.hops", description="Follow one refresh through the files.")
parser.add_argument("tier", nargs="?", choices=TIERS, help="print each call of the refresh of this tier")
parser.add_argument("--json", action="store_true", help="print the calls in each file, for all tiers")
parser.add_argument("--write", action="store_true", help="write the figures into docs/explanation/architecture.md")
chosen = parser.parse_args()

set_up()
if chosen.tier:
    for call in followed(refreshing(chosen.tier)):
        print(f"{call.file:35} {call.function}")
else:
    ways = {tier: followed(refreshing(tier)).files for tier in TIERS}
    if chosen.write:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), ways), encoding="utf-8")
    if chosen.json:
        print(json.dumps(ways))
    else:
        for tier, files in ways.items():
            print(f"{tier:10} {files.total():4} calls in {len(files)} files")
