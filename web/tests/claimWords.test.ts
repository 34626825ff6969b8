import { expect, test } from "vitest";
import { inWords } from "../src/token/claimWords";

const NOW = 1_800_000_000;
const wordsOf = (claims: Record<string, unknown>) =>
  Object.fromEntries(inWords(claims, NOW).map(({ name, words }) => [name, words]));

test("times are counted from now", () => {
  const words = wordsOf({ exp: NOW + 252, iat: NOW - 48, auth_time: NOW - 3_600, nbf: NOW - 60 });
  expect(words.exp).toMatch(/^expires in 4\u00a0minutes, 12\u00a0seconds \(.*\)$/);
  expect(words.iat).toMatch(/^issued 48 seconds ago/);
  expect(words.auth_time).toMatch(/^the user signed in 1 hour ago/);
  expect(words.nbf).toMatch(/^not valid before 1 minute ago/);
});

test("a time that has passed is said to have passed", () => {
  expect(wordsOf({ exp: NOW - 180 }).exp).toMatch(/^expired 3 minutes ago/);
});

test.each(["soon", null, 1e300, -1e300, 8.65e12])("%j is not a time", (exp) => {
  expect(wordsOf({ exp }).exp).toMatch(/^not a time/);
});

test("a token from the future says so", () => {
  expect(wordsOf({ iat: NOW + 600 }).iat).toMatch(/^issued in 10 minutes/);
});

test("what people ask for first comes first, and nothing is left out", () => {
  const names = inWords({ zebra: 1, jti: "a", sid: "b", exp: NOW }, NOW).map(({ name }) => name);
  expect(names).toEqual(["exp", "sid", "zebra", "jti"]);
});

test("values are shown as they are", () => {
  expect(inWords({ aud: ["a", "b"], ok: true, nothing: null, text: "x" }, NOW).map(({ value }) => value)).toEqual([
    '["a","b"]',
    "true",
    "null",
    "x",
  ]);
});

test("a claim with the name of something built in has no meaning", () => {
  expect(wordsOf({ constructor: 1, toString: 2 })).toEqual({ constructor: "", toString: "" });
});
