"""
Traces by OpenTelemetry, if its packages are installed and a variable OTEL_… is set.

Everything else is theirs: which exporter, which part of the requests, and which libraries are watched. They start
threads, so they start after the fork.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any, Final

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from drf_signet.conf import get_settings

INITIALIZE: Final = "opentelemetry.instrumentation.auto_instrumentation.initialize"
SPAN: Final = "opentelemetry.trace.get_current_span"
PREFIX: Final = "OTEL_"
CONTEXT: Final = ("HTTP_TRACEPARENT", "HTTP_TRACESTATE", "HTTP_BAGGAGE")
"""What a client could say of a trace: only a proxy is believed."""

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]

logger: Final = logging.getLogger(__name__)


class _Tracing:
    """Of this process."""

    span: Callable[[], Any] | None = None
    """Gives the part of a trace that is being worked on, once there are traces."""

    def trace_id(self) -> str:
        """The present trace; empty where there is none."""
        context = self.span().get_span_context() if self.span is not None else None
        return f"{context.trace_id:032x}" if context is not None and context.is_valid else ""


TRACING: Final = _Tracing()


def is_wanted(variables: Mapping[str, str]) -> bool:
    """Whether the operator asks for traces, and has the packages for it."""
    is_disabled = variables.get("OTEL_SDK_DISABLED", "").lower() == "true"
    is_asked = any(name.startswith(PREFIX) for name in variables)
    return is_asked and not is_disabled and _is_installed()


def traced() -> Application:
    """Start, and make the application anew: what the packages add to it is there from now on."""
    import_string(INITIALIZE)()
    TRACING.span = import_string(SPAN)
    application: Application = get_wsgi_application()
    return application if get_settings().NUM_PROXIES else _without_context(application)


def _is_installed() -> bool:
    try:
        return find_spec(INITIALIZE.rpartition(".")[0]) is not None
    except ModuleNotFoundError:
        return False


def _without_context(application: Application) -> Application:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        for name in CONTEXT:
            environ.pop(name, None)
        return application(environ, start)

    return answer
