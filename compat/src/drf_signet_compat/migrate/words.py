"""The notes of a plan, beside its diff."""

from __future__ import annotations

from collections.abc import Iterator

from drf_signet_compat.migrate.lost_modules import explain as explain_lost
from drf_signet_compat.migrate.names import NEW_DISTRIBUTIONS, OLD, OLD_DISTRIBUTION
from drf_signet_compat.migrate.plan import Plan
from drf_signet_compat.migrate.setting_keys import explain

Section = tuple[str, list[str]]


def sections(plan: Plan) -> Iterator[Section]:
    """Headings, each with the lines below it."""
    for heading, entries in (
        ("Not changed, as unreadable:", [f"{path}: {why}" for path, why in sorted(plan.unread.items())]),
        ("For you to check:", [f"{one.path}:{one.line} {one.why}" for one in plan.left]),
        ("Lock files to renew:", [f"{path}, with: {command}" for path, command in sorted(plan.locks.items())]),
        ("To add to your requirements:", list(_of_requirements(plan))),
        ("install():", list(_of_install(plan))),
        ("Settings:", list(_of_settings(plan))),
        ("Nothing to do:", list(_of_nothing(plan))),
    ):
        if entries:
            yield heading, entries


def _of_install(plan: Plan) -> Iterator[str]:
    names = " and ".join(sorted(plan.third_party))
    verb = "import" if len(plan.third_party) > 1 else "imports"
    if plan.install_only:
        if plan.requirements:
            yield f"put {' and '.join(NEW_DISTRIBUTIONS)} beside {OLD_DISTRIBUTION} in {', '.join(plan.requirements)}"
        if plan.installed_in:
            yield f"it is called in {', '.join(sorted(plan.installed_in))}: import nothing above it that imports {OLD}"
    elif plan.third_party:
        yield f"{names} also {verb} {OLD}, so your settings have to call install() at the top"
        where = ", ".join(sorted(plan.installed_in))
        yield f"it is called in {where or 'no file, as no settings were found here'}"
        yield "apps keep the names that Simple JWT gives them: such packages look for those, and both mean the same"
    elif plan.installed_in:
        where = ", ".join(sorted(plan.installed_in))
        yield f"it is called in {where}: remove it, unless a package that you use imports {OLD}"


def _of_requirements(plan: Plan) -> Iterator[str]:
    if plan.speaks_of_it and not plan.install_only:
        yield from explain_lost(plan.lost, plan.required)


def _of_settings(plan: Plan) -> Iterator[str]:
    if not plan.keys or plan.install_only:
        return
    yield f"SIMPLE_JWT in {', '.join(sorted(plan.keys))} is read as it is; every key keeps its meaning"
    odd = list(explain(set().union(*plan.keys.values())))
    if odd:
        yield "if you rename it to SIGNET one day, change these keys:"
        yield from (f"  {line}" for line in odd)


def _of_nothing(plan: Plan) -> Iterator[str]:
    if plan.speaks_of_it and not plan.install_only:
        if plan.has_blacklist:
            yield "migrations and tables: the app token_blacklist keeps its label"
        yield "issued tokens: they stay valid"
