"""Each label in an alert, a panel or the runbook is one that the figure has, and each command of the runbook exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import promql_parser
import pytest
from prometheus_client import CollectorRegistry

from drf_signet.accounts.management.commands import accounts
from drf_signet.management.commands import keys
from signet_server import cli
from signet_server.metrics.figures import Figures
from tests.service.test_watch_page import DASHBOARD, PAGE, ROOT, RULES, questions

OF_PROMETHEUS: Final = {"instance", "job"}
OUTSIDE: Final = {"signet_build_info": {"version", "python", "django"}}
"""Of figures that no process counts."""

ADDRESSES: Final = {
    name for file in (ROOT / "src").rglob("urls.py") for name in re.findall(r'name="(\w+)"', file.read_text())
}
PATTERNS: Final = {"status": {"200", "401", "500", "503"}, "endpoint": ADDRESSES}
"""Values of the labels that are nowhere until a request comes."""

SELECTOR: Final = re.compile(r"(signet_\w+)(?:\{([^}]*)\})?")
MATCHER: Final = re.compile(r'(\w+)(=~?)"([^"]*)"')


@cache
def labels() -> dict[str, dict[str, set[str]]]:
    """Of each sample: its labels, and the values that they have before anything has happened."""
    figures = Figures(CollectorRegistry())
    figures.requests.labels("me", "200")
    figures.durations.labels("me").observe(1)
    found: dict[str, dict[str, set[str]]] = {}
    for metric in figures.registry.collect():
        for sample in metric.samples:
            of_one = found.setdefault(sample.name, {})
            for name, value in sample.labels.items():
                of_one.setdefault(name, set()).add(value)
    return found


def test_each_label_is_one_of_its_figure() -> None:
    """With a value that it may have."""
    seen = 0
    for question in questions():
        for name, braces in SELECTOR.findall(question):
            for label, operator, wanted in MATCHER.findall(braces or ""):
                values = PATTERNS.get(label, labels()[name][label])
                for one in alternatives(wanted) if operator == "=~" else [re.escape(wanted)]:
                    assert any(re.fullmatch(one, value) for value in values), (question, label, one)
                    seen += 1
    assert seen > 10


def alternatives(pattern: str) -> Iterator[str]:
    """What *pattern* may be: each has to be something."""
    prefix, group, suffix = re.fullmatch(r"([^(|]*)(?:\(([^)]*)\))?([^(]*)", pattern).groups()  # type: ignore[union-attr]
    if group is None or suffix.startswith("?"):
        yield from pattern.split("|") if group is None else [pattern]
    else:
        yield from (f"{prefix}{one}{suffix}" for one in group.split("|"))


@pytest.mark.parametrize("pattern", ["error|nowhere", "database_(full|nowhere)"])
def test_an_alternative_that_is_nothing_is_found(pattern: str) -> None:
    """So the test above is able to fail."""
    values = labels()["signet_outages_total"]["cause"] | labels()["signet_refusals_total"]["code"]
    found = [any(re.fullmatch(one, value) for value in values) for one in alternatives(pattern)]
    assert found == [True, False]


def test_each_sum_is_by_labels_that_there_are() -> None:
    """And what is shown of it has no others."""
    shown = [(one["expr"], one["annotations"]["summary"], r"\$labels\.(\w+)") for one in RULES]
    for panel in DASHBOARD["panels"]:
        shown += [(one["expr"], one.get("legendFormat", ""), r"\{\{\s*(\w+)\s*\}\}") for one in panel["targets"]]
    for question, text, pattern in shown:
        promql_parser.parse(question.replace("$__rate_interval", "5m"))
        known = OF_PROMETHEUS.union(
            *(labels().get(name, OUTSIDE.get(name, {})) for name, _ in SELECTOR.findall(question))
        )
        by = {one.strip() for group in re.findall(r"by \(([^)]*)\)", question) for one in group.split(",")}
        assert by <= known, question
        is_one_sum = re.match(r"(sum|max|min|count|histogram_quantile)\b", question) is not None
        assert set(re.findall(pattern, text)) <= (by if is_one_sum else known), (question, text)


def test_each_command_of_the_page_exists() -> None:
    """With its verb."""
    commands: dict[str, Any] = {"accounts": accounts.Command(), "keys": keys.Command()}
    ours = cli._parser().format_help()
    named = set(re.findall(r"[`']signet ([a-z]+)(?: ([a-z]+))?", PAGE))
    assert {("keys", "generate"), ("accounts", "mails"), ("manage", "migrate")} <= named
    for verb, word in named:
        assert re.search(rf"^    {verb}\b", ours, re.MULTILINE), verb
        if word and verb in commands:
            assert re.search(
                rf"^    {word}\b", commands[verb].create_parser("signet", verb).format_help(), re.MULTILINE
            )


def test_the_page_names_the_labels_of_each_figure() -> None:
    """In its table."""
    table = PAGE.partition("| Figure |")[2].partition("\n\n")[0]
    for line in table.splitlines()[1:]:
        if (cells := [one.strip() for one in line.split("|")])[1:] and cells[1].startswith("`"):
            for name in re.findall(r"`(signet_\w+)`", cells[1]):
                known = labels().get(name, labels().get(f"{name}_bucket", OUTSIDE.get(name, {})))
                assert set(re.findall(r"`(\w+)`", cells[2])) == set(known) - {"le"}, name
