"""The page about watching the service: its alerts, its figures and its blocks are those that there are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import promql_parser
import pytest
import yaml
from django.contrib.auth import get_user_model
from django.dispatch import Signal
from prometheus_client import REGISTRY, CollectorRegistry

from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh_decision import Verdict
from drf_signet.sessions.signals import refresh_decided, session_ended, session_opened
from signet_server.metrics.figures import Figures

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs/how-to/watch.md").read_text()
ALERTS: Final = ROOT / "deploy/prometheus/alerts.yml"
RULES: Final[list[Any]] = yaml.safe_load(ALERTS.read_text())["groups"][0]["rules"]
DASHBOARD: Final = json.loads((ROOT / "deploy/grafana/signet.json").read_text())
SUFFIXES: Final = ("_bucket", "_sum", "_count")
OUTSIDE: Final = set(re.findall(r'Family\("(signet_\w+)"', (ROOT / "src/signet_server/metrics/outside.py").read_text()))


def figures() -> set[str]:
    """The names of all."""
    found = {
        f"{one.name}{'_total' if one.type == 'counter' else ''}"
        for one in Figures(CollectorRegistry()).registry.collect()
    }
    return found | {one.replace("signet_build", "signet_build_info") for one in OUTSIDE}


def questions() -> Iterator[str]:
    """Everything that is asked of Prometheus."""
    yield from (one["expr"] for one in RULES)
    for panel in DASHBOARD["panels"]:
        yield from (one["expr"].replace("$__rate_interval", "5m") for one in panel["targets"])


@pytest.mark.parametrize("question", list(questions()))
def test_each_question_can_be_answered(question: str) -> None:
    """It is PromQL, about figures that there are."""
    promql_parser.parse(question)
    names = {re.sub(rf"({'|'.join(SUFFIXES)})$", "", one) for one in re.findall(r"\bsignet_\w+", question)}
    assert names <= figures()
    assert names or question == 'up{job="signet"} == 0'


def test_the_rules_have_the_parts_of_rules() -> None:
    """Prometheus refuses a file with others, or with a time that is none."""
    for one in RULES:
        assert one.keys() <= {"alert", "expr", "for", "labels", "annotations"}
        assert re.fullmatch(r"[0-9]+[smhd]", one.get("for", "1m"))
        assert one["annotations"]["summary"].endswith(".")


def test_each_alert_says_what_to_do() -> None:
    """In the order of the page, whose first ones are worth waking somebody."""
    headings = re.findall(r"^### (\w+)$", PAGE, re.MULTILINE)
    assert headings == [one["alert"] for one in RULES]
    severities = [one["labels"]["severity"] for one in RULES]
    assert severities == ["page"] * 9 + ["ticket"] * (len(RULES) - 9)


def test_the_page_lists_every_figure() -> None:
    """And no other."""
    table = PAGE.partition("| Figure |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(signet_\w+)`", table)) == figures()


def test_every_panel_has_a_place_of_its_own() -> None:
    """And asks the data source that is chosen."""
    places = [(one["gridPos"]["x"], one["gridPos"]["y"]) for one in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert {one["datasource"]["uid"] for one in DASHBOARD["panels"]} == {"${datasource}"}


def test_prometheus_can_be_told_so() -> None:
    """The block is YAML, and names the job of the alert."""
    (block,) = re.findall(r"(?s)```yaml\n(.*?)```", PAGE)
    assert yaml.safe_load(block)["scrape_configs"][0]["job_name"] == "signet"


def test_a_project_counts_signals() -> None:
    """With the block of the page."""
    (block,) = re.findall(r"(?s)```python\n(.*?)```", PAGE)
    names: dict[str, Any] = {}
    exec(block, names)
    session = Session(user=get_user_model()(), revoke_reason="logout")
    sent: list[tuple[Signal, str, dict[str, Any]]] = [
        (session_opened, "count_opened", {}),
        (session_ended, "count_ended", {}),
        (refresh_decided, "count_verdicts", {"verdict": Verdict.REUSE}),
    ]
    try:
        for signal, _, more in sent:
            signal.send(Session, session=session, **more)
        assert REGISTRY.get_sample_value("signet_sessions_opened_total") == 1
        assert REGISTRY.get_sample_value("signet_sessions_ended_total", {"reason": "logout"}) == 1
        assert REGISTRY.get_sample_value("signet_refresh_verdicts_total", {"verdict": "reuse"}) == 1
    finally:
        for signal, name, _ in sent:
            signal.disconnect(names[name])
        for name in ("OPENED", "ENDED", "VERDICTS"):
            REGISTRY.unregister(names[name])


def test_the_commands_of_the_page_are_those_of_the_service() -> None:
    """The variables and verbs that its shell blocks name."""
    blocks = "\n".join(re.findall(r"(?s)```sh\n(.*?)```", PAGE))
    assert "export METRICS=9464" in blocks
    assert "signet doctor --live http://10.0.0.5:8000" in blocks
    assert set(re.findall(r"opentelemetry-instrumentation-(\w+)", blocks)) == {"django", "psycopg", "redis"}
