"""The answers that the page of HTTP shows, and the two OpenAPI documents that it goes by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import override_settings
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from tools.reference import http_exchanges
from tools.reference.door_exchanges import record_doors
from tools.reference.http_recorder import OF_DOCUMENTS, Recorder
from tools.reference.service import forget


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that the page shows."""

    document: Mapping[str, Any]
    core_document: Mapping[str, Any]
    service: Recorder
    core: Recorder
    everywhere: Recorder
    health: Recorder
    documents: Recorder


@cache
def seen() -> Seen:
    """All of it, asked for once."""
    service, core, everywhere, health = Recorder(), Recorder(), Recorder(), Recorder()
    forget()
    http_exchanges.record_all(service)
    record_doors(service)
    http_exchanges.record_everywhere(everywhere)
    http_exchanges.record_health(health)
    documents = Recorder(shown=OF_DOCUMENTS)
    http_exchanges.record_documents(documents)
    with override_settings(ROOT_URLCONF="tools.reference.core_urls"):
        http_exchanges.record_without_sessions(core)
    with GENERATOR_STATS.silence():
        core_document = SchemaGenerator(urlconf="tools.reference.core_urls").get_schema(request=None, public=True)
        document = SchemaGenerator().get_schema(request=None, public=True)
    return Seen(document, core_document, service, core, everywhere, health, documents)
