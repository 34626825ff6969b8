// What the claims of a token mean, for people.

import { plural, t } from "@lingui/core/macro";
import { ago, isMoment, moment, relative, span } from "../words/time";
import type { Json } from "./tokenParts";

export interface ClaimInWords {
  name: string;
  value: string;
  words: string;
}

type Meaning = (value: unknown, now: number) => string;

const time =
  (meaning: (time: number, now: number) => string): Meaning =>
  (value, now) => {
    if (!isMoment(value)) return t`not a time, but it should be one`;
    const [words, exactly] = [meaning(value, now), moment(value)];
    return t`${words} (${exactly})`;
  };

const MEANINGS: Record<string, Meaning> = {
  exp: time(expiry),
  nbf: time((at, now) => {
    const when = relative(at, now);
    return t`not valid before ${when}`;
  }),
  iat: time((at, now) => {
    const when = at > now + 10 ? relative(at, now) : ago(at, now);
    return t`issued ${when}`;
  }),
  auth_time: time((at, now) => {
    const when = ago(at, now);
    return t`the user signed in ${when}; a refresh doesn't change this`;
  }),
  iss: () => t`who issued it`,
  aud: () => t`the services it is for; others refuse it`,
  sub: () => t`who it is about`,
  user_id: () => t`the ID of the user`,
  sid: () => t`the ID of its session; the token ends with it`,
  jti: () => t`the ID of this token`,
  gen: generation,
  token_type: kind,
  username: () => t`the name the user signs in with`,
  first_name: () => t`first name`,
  last_name: () => t`last name`,
  email: () => t`e-mail address`,
  scope: () => t`what it allows`,
};

function expiry(at: number, now: number): string {
  const left = span(at - now);
  const when = relative(Math.min(at, now - 1), now);
  return at > now ? t`expires in ${left}` : t`expired ${when}`;
}

function generation(value: unknown): string {
  if (typeof value !== "number") return "";
  return plural(value, { one: "refreshed once before", other: "refreshed # times before" });
}

function kind(value: unknown): string {
  if (value === "access") return t`for requests; valid for minutes`;
  return value === "refresh" ? t`to get new tokens` : "";
}

const FIRST = ["exp", "iat", "auth_time", "sub", "user_id", "username", "sid", "aud", "iss", "token_type"];

/** All *claims*, those that people ask for first. *now* in seconds since 1970. */
export function inWords(claims: Json, now: number): ClaimInWords[] {
  const names = Object.keys(claims);
  const sorted = [...FIRST.filter((name) => names.includes(name)), ...names.filter((name) => !FIRST.includes(name))];
  return sorted.map((name) => {
    const value = claims[name];
    const meaning = Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
    return {
      name,
      value: typeof value === "string" ? value : JSON.stringify(value),
      words: meaning?.(value, now) ?? "",
    };
  });
}
