import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bare, takeApart } from "../src/token/tokenParts";

const encode = (text: string) => Buffer.from(text).toString("base64url");
const token = (header: unknown, payload: unknown) =>
  `${encode(JSON.stringify(header))}.${encode(JSON.stringify(payload))}.AAAA`;

test("names in every script are read as they were written", () => {
  const claims = { name: "Ада Łovelace 愛 👩🏽‍💻" };
  expect(takeApart(token({ alg: "HS256" }, claims))?.claims).toEqual(claims);
});

test("blanks around a pasted token do no harm", () => {
  expect(takeApart(`\n ${token({}, { a: 1 })} `)?.claims).toEqual({ a: 1 });
});

test("the tokens of RFC 7515 are read", () => {
  const folder = new URL("../../tests/vectors/", import.meta.url);
  for (const name of readdirSync(folder).filter((name) => name.startsWith("rfc7515"))) {
    const { token, payload, algorithm } = JSON.parse(readFileSync(new URL(name, folder), "utf-8"));
    const parts = takeApart(token);
    expect(parts?.claims).toEqual(JSON.parse(payload));
    expect(parts?.header.alg).toBe(algorithm);
  }
});

test("a token that is nested too deeply to be shown is not a token", () => {
  const deep = `{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  expect(takeApart(`e30.${encode(deep)}.AA`)).toBeNull();
});

test.each([
  "",
  "a.b",
  "a.b.c",
  "e30.e30",
  "e30.e30.AA.AA",
  "e3 0.e30.AA",
  "e30.W10.AA",
  `e30.${encode('"text"')}.AA`,
  `e30.${encode("null")}.AA`,
  `e30.${Buffer.from([123, 34, 255, 34, 125]).toString("base64url")}.AA`,
])("%j is no token", (text) => {
  expect(takeApart(text)).toBeNull();
});

test.each(["Bearer ", "bearer  ", "Authorization: Bearer "])(
  "the words before a token in a header are no part of it: %j",
  (before) => {
    const plain = token({ alg: "none" }, { sub: "1" });
    expect(takeApart(`${before}${plain}`)).toEqual(takeApart(plain));
    expect(bare(`${before}${plain}\n`)).toBe(plain);
  },
);
