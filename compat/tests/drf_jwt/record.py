"""
Ask the old packages, and write down what they answer: ``answers.json`` and ``tokens.json``.

Each needs an environment of its own, with an old Django: ``djangorestframework-jwt==1.11.0 PyJWT==1.7.1 "Django<4"
"djangorestframework<3.15"`` for 1.x, and ``drf-jwt==1.19.2 "PyJWT>=2.10" cryptography "Django<6" "djangorestframework
<3.16"`` for 1.19, on Python 3.11.

    python -m compat.tests.drf_jwt.record PYTHON_OF_1.x PYTHON_OF_1.19

It shows as well that each accepts the tokens of the other, and writes ``differences.json`` anew, where every answer
of ours stands that is another than theirs, with the reason: read its diff.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from compat.tests.drf_jwt.asking import GROUPS, ask_ours, exchange_with_ours, run

HERE: Final = Path(__file__).parent
DIALECTS: Final = ("1.x", "1.19")


def main(pythons: list[str]) -> None:
    """Record both dialects."""
    answers: dict[str, Any] = {}
    issued: dict[str, Any] = {}
    differences: dict[str, Any] = {}
    for dialect, python in zip(DIALECTS, pythons, strict=True):
        groups = run([python, "-B", "-c", GROUPS, dialect])
        answers[dialect] = {}
        for group in groups["all"]:
            answers[dialect].update(run([python, "-B", "ask.py", dialect, group]))
        issued[dialect] = _exchange(dialect, python, groups["exchanged"])
        ours = ask_ours(dialect)
        differences[dialect] = {
            name: {"why": reason(name, theirs), "answers": ours[name]}
            for name, theirs in answers[dialect].items()
            if ours[name] != theirs
        }
    for name, content in (("answers", answers), ("tokens", issued), ("differences", differences)):
        (HERE / f"{name}.json").write_text(_one_case_a_line(content))


def reason(name: str, theirs: list[Mapping[str, Any]]) -> str:
    """Why ours is another answer than *theirs* to the case *name*."""
    words = {
        "kid_number": "strict",
        "alg_": "strict",
        "_alg": "strict",
        "exp_": "strict",
        "user_secret": "no oracle",
        "cookie: cookie set": "same site",
        "sign in from here": "same site",
        "unsafe": "origin",
        "another site": "origin",
        "another's": "own rows",
        "disabled": "disabled users",
        "id_require": "identifier required",
        "jti_text": "identifier of any kind",
    }
    if any("error" in one for one in theirs):
        return "crash"
    return next(why for word, why in words.items() if word in name)


def _exchange(dialect: str, python: str, groups: list[str]) -> dict[str, str]:
    """The tokens of the old package, which ours accepts; it accepts those of ours."""
    theirs: dict[str, str] = {}
    ours = exchange_with_ours(dialect, "issue", groups)
    for group in groups:
        theirs |= run([python, "-B", "exchange.py", dialect, "issue", group])
        accepted = run([python, "-B", "exchange.py", dialect, "accept", group], {group: ours[group]})
        _show(f"{dialect} {group}: theirs of ours", accepted[group])
    for group, accepted in exchange_with_ours(dialect, "accept", groups, theirs).items():
        _show(f"{dialect} {group}: ours of theirs", accepted)
    return theirs


def _show(what: str, accepted: Mapping[str, Any]) -> None:
    if accepted["me"] != [200, "ada"] or accepted["verify"][0] not in (200, 201):
        sys.exit(f"{what}: refused with {accepted}")
    sys.stdout.write(f"{what}: {accepted}\n")


def _one_case_a_line(content: Mapping[str, Mapping[str, Any]]) -> str:
    dialects = []
    for dialect, cases in content.items():
        lines = (f"  {json.dumps(name)}: {json.dumps(one, sort_keys=True)}" for name, one in sorted(cases.items()))
        dialects.append(f" {json.dumps(dialect)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(dialects) + "\n}\n"


if __name__ == "__main__":
    main(sys.argv[1:])
