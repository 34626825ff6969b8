"""``python -m tools.hops`` counts, and prints; with the name of a tier, each call; with ``--json``, for a program."""

from __future__ import annotations

import argparse
import json

from tools.hops.counting import followed
from tools.hops.project import TIERS, refreshing, set_up

parser = argparse.ArgumentParser(prog="python -m tools.hops", description="Follow one refresh through the files.")
parser.add_argument("tier", nargs="?", choices=TIERS, help="print each call of the refresh of this tier")
parser.add_argument("--json", action="store_true", help="print the calls in each file, for all tiers")
chosen = parser.parse_args()

set_up()
if chosen.tier:
    for call in followed(refreshing(chosen.tier)):
        print(f"{call.file:35} {call.function}")
else:
    ways = {tier: followed(refreshing(tier)) for tier in TIERS}
    if chosen.json:
        print(json.dumps({tier: way.files for tier, way in ways.items()}))
    else:
        for tier, way in ways.items():
            print(f"{tier:10} {len(way):4} calls in {len(way.files)} files")
