"""The requests that only the 1.19 dialect has."""

# mypy: ignore-errors

from __future__ import annotations

from typing import Any

from steps import ADA, AWAY, BODIES, FIELDS, Step, case, me, post


def fork_cases() -> list[dict[str, Any]]:
    """Every case of several keys, impersonation and the blacklist."""
    return [*_fork_settings(), *_impersonation(), *_blacklist()]


def _fork_settings() -> list[dict[str, Any]]:
    token = {"token": "@answer"}
    round_trip = (post("/auth/", ADA), me("Bearer @answer"), post("/refresh/", token), post("/verify/", token))
    cases = [
        case("round trip", *round_trip, group=group)
        for group in (
            "named",
            "insist",
            "listed",
            "algorithms",
            "id_off",
            "id_require",
            "no_user_id",
            "es256",
            "rs256_named",
        )
    ]
    for group in ("named", "insist", "listed", "algorithms", "id_off", "id_require"):
        cases += [
            case(f"{kind} {name}", step, group=group)
            for name in ("valid", "whole", "hs512", "forged", "kid_first", "kid_second", "kid_swapped", "kid_unknown",
                         "kid_empty", "kid_number", "jti_text", "rs256")
            for kind, step in (
                ("verify", post("/verify/", {"token": f"@{name}"})),
                ("me", me(f"Bearer @{name}")),
                ("refresh", post("/refresh/", {"token": f"@{name}"})),
            )
        ]  # fmt: skip
    groups = ("cookie_attributes", "cookie_plain", "cookie_lower")
    return [*cases, *(case("cookie", post("/auth/", ADA), group=group) for group in groups)]


def _impersonation() -> list[dict[str, Any]]:
    def by(token: str | None, body: Any, **more: Any) -> Step:
        headers = {} if token is None else {"HTTP_AUTHORIZATION": f"Bearer @{token}"}
        return post("/impersonate/", body, headers=headers, **more)

    bodies = {"unknown": 99, "text": "ada", "list": [1], "true": True, "null": None, "huge": 10**40, "disabled": 3}
    return [
        case("impersonate", by("root", {"user": 1}), me("Bearer @answer")),
        case("impersonate by a form", by("root", None, form={"user": "1"})),
        case("impersonate oneself", by("root", {"user": 4})),
        case("impersonate without a token", by(None, {"user": 1})),
        case("impersonate as an ordinary user", by("valid", {"user": 2})),
        case("impersonate nobody named", by("root", {})),
        *(case(f"impersonate {name}", by("root", {"user": value})) for name, value in bodies.items()),
        *(case(f"impersonate with body {name}", by("root", None, **body)) for name, body in BODIES.items()),
        case("set", by("root", {"user": 1}), group="impersonation"),
        case("read", me(None, cookies={"jwt": "@root", "as": "@valid"}), group="impersonation"),
        case("read empty", me(None, cookies={"jwt": "@root", "as": ""}), group="impersonation"),
        case("read beside a header", me("Bearer @bob", cookies={"as": "@valid"}), group="impersonation"),
        case("unsafe", me(None, "POST", cookies={"as": "@valid"}, headers=AWAY), group="impersonation"),
    ]


def _blacklist() -> list[dict[str, Any]]:
    def by(name: str | None, method: str = "GET", path: str = "/blacklist/", **more: Any) -> Step:
        return me(None if name is None else f"Bearer @{name}", method, path, **more)

    revoke = by("whole", "POST", json={"token": "@whole"})
    cases = [
        case("revoke", revoke, by("whole", path="/me/")),
        case("revoke the whole family", revoke, by("descendant", path="/me/")),
        case("revoke a descendant", by("valid", "POST", json={"token": "@descendant"}), by("whole", path="/me/")),
        case("revoke the one of the request", by("whole", "POST", json={}), by("whole", path="/me/")),
        case("revoke by a form", by("whole", "POST", form={"token": "@whole"}), by("whole", path="/me/")),
        case("revoke by an empty form", by("whole", "POST", form={})),
        case("revoke twice", revoke, by("valid", "POST", json={"token": "@whole"})),
        case("refresh one revoked", revoke, post("/refresh/", {"token": "@whole"})),
        case("verify one revoked", revoke, post("/verify/", {"token": "@whole"})),
        case("revoke another's", by("whole", "POST", json={"token": "@whole_bob"}), by("whole_bob", path="/me/")),
        case("list", revoke, by("valid")),
        case("list nothing", by("valid")),
        case("list another's", revoke, by("bob")),
        case("show another's", revoke, by("bob", path="/blacklist/1/")),
        case("delete another's", revoke, by("bob", "DELETE", "/blacklist/1/"), by("whole", path="/me/")),
        case("change another's", revoke, by("bob", "PUT", "/blacklist/1/", json={"token": "@bob"})),
        case("show", revoke, by("valid", path="/blacklist/1/")),
        case("delete", revoke, by("valid", "DELETE", "/blacklist/1/"), by("whole", path="/me/")),
        case("change", revoke, by("valid", "PUT", "/blacklist/1/", json={"token": "@valid"})),
        case("change nothing", revoke, by("valid", "PATCH", "/blacklist/1/", json={})),
        case("delete what isn't there", by("valid", "DELETE", "/blacklist/99/")),
        case("delete what can't be there", by("valid", "DELETE", "/blacklist/abc/")),
        case("list without a token", by(None)),
        case("revoke without a token", by(None, "POST", json={"token": "@whole"})),
        *(
            case(f"revoke {name}", by("whole", "POST", json={"token": f"@{name}"}))
            for name in ("valid", "stale", "forged", "eternal", "nobody", "disabled", "nameless", "jti_text",
                         "two_segments", "whole_eternal", "iat_text", "whole_orig_iat_huge")
        ),
        *(case(f"revoke with token {n}", by("whole", "POST", json={"token": v})) for n, v in FIELDS.items()),
        *(case(f"revoke with body {name}", by("whole", "POST", **body)) for name, body in BODIES.items()),
        case("permission without a token", by(None, path="/open/")),
        case("permission with a good one", by("whole", path="/open/")),
        case("permission with another scheme", me("Basic YWRhOng=", path="/open/")),
        case("permission with one revoked", revoke, by("whole", path="/open/")),
    ]  # fmt: skip
    for group in ("id_off", "id_require", "stale_deletion"):
        cases += [
            case("revoke", revoke, by("whole", path="/me/"), by("descendant", path="/me/"), group=group),
            case("revoke one without a name", by("valid", "POST", json={"token": "@valid"}), group=group),
            case("revoke one of another kind", by("whole", "POST", json={"token": "@jti_text"}), group=group),
        ]
    return cases
