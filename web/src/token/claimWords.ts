// What the claims of a token mean, for people.

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
  (value, now) =>
    isMoment(value) ? `${meaning(value, now)} (${moment(value)})` : "no time, though one should stand here";

const MEANINGS: Record<string, Meaning> = {
  exp: time((at, now) => (at > now ? `expires in ${span(at - now)}` : `expired ${span(now - at)} ago`)),
  nbf: time((at, now) => `not good before ${relative(at, now)}`),
  iat: time((at, now) => `issued ${at > now + 10 ? relative(at, now) : ago(at, now)}`),
  auth_time: time((at, now) => `the password was given ${ago(at, now)}; a refresh doesn't change that`),
  iss: () => "who issued it",
  aud: () => "whom it is meant for; others refuse it",
  sub: () => "whom it is about",
  user_id: () => "the user, by number",
  sid: () => "the session it belongs to: it ends with that",
  jti: () => "the number of this very token",
  gen: (value) => `refreshed ${value === 1 ? "once" : `${value} times`} before`,
  token_type: (value) =>
    value === "access" ? "for requests; good for minutes" : value === "refresh" ? "to get the next tokens with" : "",
  username: () => "how the user signs in",
  first_name: () => "first name",
  last_name: () => "last name",
  email: () => "e-mail address",
  scope: () => "what it may be used for",
};

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
