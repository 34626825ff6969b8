"""What a plan has to say in words, beside its diff."""

from __future__ import annotations

from collections.abc import Iterator

from drf_signet_compat.migrate.lost_modules import explain as explain_lost
from drf_signet_compat.migrate.names import NEW_DISTRIBUTIONS, OLD, OLD_DISTRIBUTION
from drf_signet_compat.migrate.plan import Plan
from drf_signet_compat.migrate.setting_keys import explain

Section = tuple[str, list[str]]


def sections(plan: Plan) -> Iterator[Section]:
    """Headings, each with the lines that stand below it."""
    for heading, entries in (
        ("Can't be read, and is not changed:", [f"{path}: {why}" for path, why in sorted(plan.unread.items())]),
        ("Left for you to look at:", [f"{one.path}:{one.line} {one.why}" for one in plan.left]),
        ("To renew:", [f"{path}, with: {command}" for path, command in sorted(plan.locks.items())]),
        ("To be required by name:", list(_of_requirements(plan))),
        ("install():", list(_of_install(plan))),
        ("Settings:", list(_of_settings(plan))),
        ("Nothing to do for:", list(_of_nothing(plan))),
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
            yield f"it is in {', '.join(sorted(plan.installed_in))}: put nothing above it that imports {OLD}"
    elif plan.third_party:
        yield f"{names} {verb} {OLD} too, so that install() is needed at the top of your settings"
        where = ", ".join(sorted(plan.installed_in))
        yield f"it is in {where or 'none of the files here, where no settings were found'}"
        yield "apps keep the names of Simple JWT's, by which such packages look for them; both names mean the same"
    elif plan.installed_in:
        yield (
            f"it is in {', '.join(sorted(plan.installed_in))}, and can go, unless a package that you use imports {OLD}"
        )


def _of_requirements(plan: Plan) -> Iterator[str]:
    if plan.speaks_of_it and not plan.install_only:
        yield from explain_lost(plan.lost, plan.required)


def _of_settings(plan: Plan) -> Iterator[str]:
    if not plan.keys or plan.install_only:
        return
    yield f"SIMPLE_JWT in {', '.join(sorted(plan.keys))} is read as it stands; every key keeps its meaning"
    odd = list(explain(set().union(*plan.keys.values())))
    if odd:
        yield "should you rename it to SIGNET one day, these keys become something else:"
        yield from (f"  {line}" for line in odd)


def _of_nothing(plan: Plan) -> Iterator[str]:
    if plan.speaks_of_it and not plan.install_only:
        yield "migrations and tables: the app keeps its label, token_blacklist"
        yield "tokens already issued: they stay valid"
