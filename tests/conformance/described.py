"""Whether the service answers as its OpenAPI document says, to requests that it allows, and to others."""

from __future__ import annotations

import warnings
from collections import Counter
from contextlib import suppress
from typing import Any, Final, TypeAlias

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conformance.running import CREDENTIALS, Running

CHECKS: Final[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""There is no check that each well-formed request is accepted, as a password may be wrong."""

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]

CODES_OF_AWAY: Final = (502, 503, 504)
"""Everything is up here, so none of them may come."""


class Description:
    """The document of a running service, and somebody who is signed in there."""

    def __init__(self, service: Running) -> None:
        self.service = service
        document = requests.get(f"{service.origin}/api/schema/?format=json", timeout=20).json()
        del document["paths"]["/api/v1/echo/"]  # of the suite
        self.schema = schemathesis.openapi.from_dict(document)
        self.schema.config.update(base_url=service.origin)
        found: Any = self.schema.get_all_operations()
        self.operations: list[Operation] = [one.ok() for one in found]

    def hold_to_it(self, examples: int) -> Counter[tuple[str, int]]:
        """
        Send so many requests of each kind to each operation, signed in and not. Return how often each status came.

        Raises what Schemathesis raises for an answer that the document doesn't allow.
        """
        seen: Counter[tuple[str, int]] = Counter()
        for operation in self.operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                self._try(operation, mode, examples, seen)
        return seen

    def _try(
        self,
        operation: Operation,
        mode: GenerationMode,
        examples: int,
        seen: Counter[tuple[str, int]],
    ) -> None:
        tokens = self._sign_in()

        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(mode), is_known=st.booleans())
        def attempt(case: Case[Operation], is_known: bool) -> None:
            if is_known:
                _fill_in(case, tokens)
            response = case.call(timeout=20)
            assert response.status_code not in CODES_OF_AWAY
            seen[operation.label, response.status_code] += 1
            # Schemathesis takes a signed document for JSON.
            is_signed = "application/jwt" in str(response.headers)
            case.validate_response(response, checks=CHECKS[:-1] if is_signed else CHECKS)

        # An operation that accepts anything, such as a GET without parameters, has no wrong request.
        with warnings.catch_warnings(), suppress(Unsatisfiable):
            warnings.simplefilter("ignore")  # those of a library about itself
            attempt()

    def _sign_in(self) -> dict[str, str]:
        tokens: dict[str, str] = requests.post(f"{self.service.url}token/", json=CREDENTIALS, timeout=20).json()
        return tokens


def _fill_in(case: Case[Operation], tokens: dict[str, str]) -> None:
    """Send *case* as somebody who is signed in, with values that the operation knows."""
    case.headers["Authorization"] = f"Bearer {tokens['access']}"
    known = {**CREDENTIALS, "refresh": tokens["refresh"], "token": tokens["access"]}
    if isinstance(case.body, dict):
        case.body = {name: known.get(name, value) for name, value in case.body.items()}
