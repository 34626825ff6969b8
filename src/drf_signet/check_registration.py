"""Registers all checks of the core with Django. Every app and every URL module of this package calls it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.core.checks import Tags, register

from drf_signet import (
    checks,
    database_checks,
    deploy_checks,
    effect_checks,
    issuer_checks,
    key_checks,
    key_table_checks,
    profile_checks,
    project_checks,
    proxy_checks,
    publication_checks,
    ring_checks,
    scope_checks,
    service_checks,
    tenant_checks,
    user_checks,
)

CHECKS: Final[Sequence[checks.Check]] = (
    *(*checks.ERRORS, *key_checks.ERRORS, *ring_checks.ERRORS, *key_table_checks.ALWAYS),
    *(*profile_checks.ERRORS, *issuer_checks.ERRORS, *service_checks.ERRORS),
    *(*user_checks.ALWAYS, *project_checks.ALWAYS, *tenant_checks.TENANTS),
    *(*effect_checks.ALWAYS, *publication_checks.PUBLICATION, *scope_checks.ERRORS),
)
DEPLOY_CHECKS: Final[Sequence[checks.Check]] = (
    *(*deploy_checks.WARNINGS, *proxy_checks.WARNINGS, *ring_checks.WARNINGS),
    *(*tenant_checks.OF_DEPLOYMENT, *issuer_checks.OF_DEPLOYMENT),
)
"""Those of ``check --deploy``."""


def register_checks() -> None:
    """Tell Django of them. It keeps each once, however many apps do so."""
    for check in CHECKS:
        register(check)
    for check in DEPLOY_CHECKS:
        register(check, Tags.security, deploy=True)
    for inspect in database_checks.ALL:
        register(inspect, Tags.database)
