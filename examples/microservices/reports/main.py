"""The reports service, in FastAPI: it knows no Django."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from drf_signet_client.verify import FileKeeper, Refused, TokenVerifier, TrustedIssuer, require_scope
from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse

AUTH_URL = os.environ.get("AUTH_URL", "http://127.0.0.1:8000")
RUN = Path(__file__).parent / "run"

auth = TrustedIssuer(AUTH_URL, audience="reports", algorithms=["ES256"], feed_url=f"{AUTH_URL}/api/events/")
verifier = TokenVerifier(auth, keeper=FileKeeper(RUN))
app = FastAPI()


@app.exception_handler(Refused)
async def refuse(request: Request, error: Refused) -> JSONResponse:
    """401, 403 or 503, with what the client should know."""
    return JSONResponse(error.body, error.status, error.headers)


async def claims(authorization: Annotated[str | None, Header()] = None) -> dict[str, Any]:
    """The claims of the token in the request."""
    return await verifier.aauthenticate(authorization)


@app.get("/reports/")
async def reports(token: Annotated[dict[str, Any], Depends(claims)]) -> dict[str, Any]:
    """The reports of the user."""
    require_scope(token, "reports:read")
    return {"user": token["sub"], "reports": ["tea, by month"]}
