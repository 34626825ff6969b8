"""The README's own words, run as a reader does."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from signet_tokens import remote_keys

from issuer import Issuer
from service import Service

README = Path(__file__).parents[1] / "README.md"
VERIFY = "## Verify tokens in a service of your own"


def blocks_of(*, verifying: bool = False) -> list[str]:
    """The blocks for clients, or those for services that verify tokens."""
    clients, _, services = README.read_text(encoding="utf-8").partition(VERIFY)
    return re.findall(r"```python\n(.*?)```", services if verifying else clients, re.DOTALL)


def test_the_tour_runs(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each block after the one before."""
    monkeypatch.setenv("HOME", str(tmp_path))
    blocks = blocks_of()
    assert len(blocks) == 6
    names: dict[str, object] = {}
    for block in blocks:
        exec(block.replace("http://127.0.0.1:8000/api/v1/", service.url), names)
    assert capsys.readouterr().out.split("\n") == ["ada", "200", "[200, 200, 200, 200, 200]", ""]
    assert (tmp_path / ".config" / "example" / "tokens.json").exists()


@pytest.fixture
def verifying(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """The names of the first block for services, with the issuer in this process."""
    issuer = Issuer()
    monkeypatch.setattr(remote_keys, "fetch_document", issuer)
    names: dict[str, Any] = {"issuer": issuer}
    exec(blocks_of(verifying=True)[0].replace("/var/lib/orders", str(tmp_path)), names)
    return names


def test_a_service_verifies(verifying: dict[str, Any], tmp_path: Path) -> None:
    """As the block says, and the keys are where it says."""
    subject_of, issuer = verifying["subject_of"], verifying["issuer"]
    end = time.time() + 60
    assert subject_of(issuer.sign(exp=end)) == (200, {}, "ada")
    assert subject_of(issuer.sign(exp=end, scope="other"))[0] == 403
    assert subject_of(issuer.sign(exp=end, aud="billing"))[0] == 401
    assert len([*(tmp_path / "keys").iterdir()]) == 1


def test_fastapi_verifies(verifying: dict[str, Any]) -> None:
    """Through the application of the block."""
    pytest.importorskip("fastapi")
    exec(blocks_of(verifying=True)[1], verifying)
    issuer, end = verifying["issuer"], time.time() + 60
    good, without_scope = issuer.sign(exp=end), issuer.sign(exp=end, scope="other")

    async def main() -> list[httpx.Response]:
        transport = httpx.ASGITransport(verifying["app"])
        async with httpx.AsyncClient(transport=transport, base_url="http://orders") as client:
            sent = [{"Authorization": f"Bearer {token}"} for token in (good, without_scope, "x")]
            return [await client.get("/orders", headers=one) for one in ({}, *sent)]

    nothing, accepted, forbidden, bad = asyncio.run(main())
    assert (accepted.status_code, accepted.json()) == (200, {"orders of": "ada"})
    assert (nothing.status_code, nothing.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert (bad.status_code, bad.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "insufficient_scope")
