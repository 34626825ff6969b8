"""
Every request that the old packages and ours have to answer in the same way, as data.

A case is a name, the settings, and its steps. In a step, ``@name`` is a token of `forge.tokens`, and ``@answer``
the one that the previous step got.
"""

# mypy: ignore-errors

from __future__ import annotations

from typing import Any, Final

from fork_cases import fork_cases
from project import PASSWORD
from steps import ADA, AWAY, BODIES, FIELDS, FRIEND, HERE, PREFIX, ROOT, Step, case, me, post

BAD: Final = (
    "stale", "long_stale", "eternal", "exp_text", "exp_list", "exp_huge", "nbf_later", "nbf_text", "iat_later",
    "iat_text", "iat_list", "nobody", "disabled", "nameless", "empty_name", "name_list", "name_dict", "name_number",
    "name_true", "name_nul", "name_surrogate", "for_us", "from_nobody", "from_them", "forged", "tampered", "cut",
    "headless", "two_segments", "four_segments", "not_base64", "payload_list", "payload_text", "header_list", "no_alg",
    "alg_none", "alg_unknown", "alg_unknown_alone", "alg_number", "hs512", "rs256", "kid_number", "kid_unknown",
    "kid_empty",
)  # fmt: skip
BAD_TO_REFRESH: Final = (
    "old", "no_orig_iat", "orig_iat_zero", "orig_iat_text", "orig_iat_list", "orig_iat_huge", "orig_iat_ancient",
)  # fmt: skip
BAD_FORK: Final = ("jti_text", "jti_number", "sub_number", "descendant")
TEXTS: Final = {
    "empty": "",
    "blank": "  ",
    "nonsense": "nonsense",
    "nul": "a\0b",
    "beyond_ascii": "é.é.é",
    "dots": "...",
}
HEADERS: Final = {
    "none": None,
    "empty": "",
    "prefix_only": "{prefix}",
    "prefix_and_space": "{prefix} ",
    "three_words": "{prefix} @valid more",
    "two_spaces": "{prefix}  @valid",
    "lower_case": "{lower} @valid",
    "other_scheme": "Token @valid",
    "basic": "Basic YWRhOng=",
    "no_prefix": "@valid",
    "beyond_ascii": "{prefix} é",
    "not_utf8": "\xff\xfe @valid",
    "comma": "{prefix} @valid,@valid",
}


def cases_of(dialect: str) -> list[dict[str, Any]]:
    """Every case of *dialect*."""
    prefix = PREFIX[dialect]
    cases = [*_sign_in(), *_tokens(dialect), *_headers(prefix), *_settings(prefix), *_cookies(prefix)]
    if dialect == "1.19":
        cases += fork_cases()
    names = [one["name"] for one in cases]
    assert len(set(names)) == len(names), "two cases of one name"
    return cases


def _sign_in() -> list[dict[str, Any]]:
    cases = [
        case("sign in", post("/auth/", ADA)),
        case("sign in by a form", post("/auth/", form=ADA)),
        case("sign in with a wrong password", post("/auth/", {**ADA, "password": "x"})),
        case("sign in as nobody", post("/auth/", {**ADA, "username": "nobody"})),
        case("sign in disabled", post("/auth/", {**ADA, "username": "disabled"})),
        case("sign in disabled", post("/auth/", {**ADA, "username": "disabled"}), group="all_users"),
        case("sign in with spaces around", post("/auth/", {"username": " ada ", "password": f" {PASSWORD} "})),
        case("sign in with more", post("/auth/", {**ADA, "more": 1})),
        case("sign in with a bad header", post("/auth/", ADA, headers={"HTTP_AUTHORIZATION": "JWT x"})),
    ]
    for name in ADA:
        cases.append(case(f"sign in without {name}", post("/auth/", {k: v for k, v in ADA.items() if k != name})))
        cases += [
            case(f"sign in with {name} {kind}", post("/auth/", {**ADA, name: value})) for kind, value in FIELDS.items()
        ]
    for path in ("/auth/", "/refresh/", "/verify/"):
        cases += [case(f"{path} with body {kind}", post(path, **body)) for kind, body in BODIES.items()]
        cases += [case(f"{method} {path}", {"method": method, "path": path}) for method in ("GET", "PUT", "DELETE")]
    return cases


def _tokens(dialect: str) -> list[dict[str, Any]]:
    prefix = PREFIX[dialect]
    good = ("whole", "whole_eternal") if dialect == "1.19" else ()
    bad = (*BAD, *(BAD_FORK if dialect == "1.19" else ()))
    names = ("valid", *good, *bad)
    cases = [case(f"verify {name}", post("/verify/", {"token": f"@{name}"})) for name in names]
    cases += [case(f"request with {name}", me(f"{prefix} @{name}")) for name in names]
    cases += [
        case(f"refresh {name}", post("/refresh/", {"token": f"@{name}"}), group="refresh")
        for name in (*names, *BAD_TO_REFRESH)
    ]
    for path in ("/refresh/", "/verify/"):
        cases += [case(f"{path} of {kind}", post(path, {"token": text})) for kind, text in TEXTS.items()]
        cases += [case(f"{path} of {kind} field", post(path, {"token": value})) for kind, value in FIELDS.items()]
        cases.append(case(f"{path} by a form", post(path, form={"token": "@valid"})))
    cases.append(
        case(
            "refresh twice over",
            post("/auth/", ADA),
            post("/refresh/", {"token": "@answer"}),
            post("/refresh/", form={"token": "@answer"}),
            me(f"{prefix} @answer"),
            group="refresh",
        )
    )
    return cases


def _headers(prefix: str) -> list[dict[str, Any]]:
    words = {"prefix": prefix, "lower": prefix.lower()}
    return [
        case(f"header {name}", me(None if text is None else text.format(**words))) for name, text in HEADERS.items()
    ]


def _settings(prefix: str) -> list[dict[str, Any]]:
    token, header = {"token": "@answer"}, f"{prefix} @answer"
    round_trip = (post("/auth/", ADA), post("/verify/", token), me(header), post("/refresh/", token))
    cases = [
        case("round trip", *round_trip, group=group)
        for group in (
            "no_refresh",
            "lifetime",
            "audience",
            "audiences",
            "secret",
            "hs512",
            "paths",
            "response",
            "loose",
        )
    ]
    cases += [case("round trip", *round_trip, group="user_secret")]
    cases += [
        case(f"verify {name}", post("/verify/", {"token": f"@{name}"}), group="audience")
        for name in ("valid", "for_us", "for_us_too", "for_them", "for_them_all", "for_numbers", "for_object",
                     "from_them", "from_nobody")
    ]  # fmt: skip
    for group in ("leeway", "leeway_delta", "no_expiration", "no_verify"):
        cases += [
            case(f"{kind} {name}", step, group=group)
            for name in ("valid", "stale", "long_stale", "forged", "nbf_later", "for_them", "exp_text", "alg_none",
                         "hs512", "two_segments", "payload_list", "nobody", "nameless", "jti_number")
            for kind, step in (("verify", post("/verify/", {"token": f"@{name}"})), ("me", me(f"{prefix} @{name}")))
        ]  # fmt: skip
    groups = ("short_refresh", "number_refresh") if prefix == PREFIX["1.x"] else ("short_refresh",)
    for group in groups:
        cases += [
            case(f"refresh {name}", post("/refresh/", {"token": f"@{name}"}), group=group) for name in ("valid", "old")
        ]
    cases += [
        case("own prefix", me("Signet @valid"), group="prefix"),
        case("usual prefix", me(f"{prefix} @valid"), group="prefix"),
        case("challenge", me(None), group="prefix"),
        case("token of the secret", me(f"{prefix} @forged"), group="secret"),
        case("token of another secret", me(f"{prefix} @valid"), group="secret"),
        *(
            case(f"user {name}", step, group="user_secret")
            for name in ("valid", "forged", "nobody", "key_unknown", "key_list", "key_huge", "name_list", "nameless")
            for step in (post("/verify/", {"token": f"@{name}"}),)
        ),
        *(
            case(f"request of user {name}", me(f"{prefix} @{name}"), group="user_secret")
            for name in ("valid", "forged", "nobody", "key_unknown", "key_list", "key_huge", "name_list")
        ),
        case("round trip", post("/auth/", ADA), post("/verify/", token), me(header), group="payload"),
        case("round trip of root", post("/auth/", ROOT), post("/refresh/", token), group="payload"),
        case("usual claims", me(f"{prefix} @valid"), group="payload"),
        case("own claims", me(f"{prefix} @nick"), group="payload"),
    ]
    return cases


def _cookies(prefix: str) -> list[dict[str, Any]]:
    token, jwt = {"token": "@answer"}, {"jwt": "@valid"}
    steps: dict[str, tuple[Step, ...]] = {
        "set": (post("/auth/", ADA), post("/verify/", token), post("/refresh/", token)),
        "not set for bad credentials": (post("/auth/", {**ADA, "password": "x"}),),
        "read": (me(None, cookies=jwt),),
        "read bad": (me(None, cookies={"jwt": "x"}),),
        "read empty": (me(None, cookies={"jwt": ""}),),
        "read stale": (me(None, cookies={"jwt": "@stale"}),),
        "read none": (me(None),),
        "read beside a header": (me(f"{prefix} @bob", cookies=jwt),),
        "read beside a bad header": (me(f"{prefix} x", cookies=jwt),),
        "read beside an empty header": (me(prefix, cookies=jwt),),
        "read beside another scheme": (me("Basic YWRhOng=", cookies=jwt),),
        "unsafe from here": (me(None, "POST", cookies=jwt, headers=HERE),),
        "unsafe from a friend": (me(None, "POST", cookies=jwt, headers=FRIEND),),
        "unsafe from another site's page": (me(None, "POST", cookies=jwt, headers=AWAY),),
        "unsafe from another site": (me(None, "POST", cookies=jwt, headers={"HTTP_SEC_FETCH_SITE": "cross-site"}),),
        "unsafe from nowhere": (me(None, "POST", cookies=jwt),),
        "unsafe from another site's page by header": (me(f"{prefix} @valid", "POST", cookies=jwt, headers=AWAY),),
        "safe from another site's page": (me(None, cookies=jwt, headers=AWAY),),
        "sign in from another site's page": (post("/auth/", form=ADA, headers=AWAY),),
        "sign in from here": (post("/auth/", form=ADA, headers=HERE),),
    }
    return [case(f"cookie {name}", *each, group="cookie") for name, each in steps.items()]
