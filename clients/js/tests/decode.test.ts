import { expect, test } from "vitest";
import { decode } from "../src/index.js";

const RANGES = [
  [0xa1, 0x24f],
  [0x391, 0x3c9],
  [0x410, 0x44f],
  [0x5d0, 0x5ea],
  [0x4e00, 0x9fff],
  [0x1f300, 0x1f5ff],
] as const;

// A fixed beginning, so that a failure comes again.
let seed = 1;
function below(limit: number): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % limit;
}

function randomName(): string {
  const letters = Array.from({ length: 1 + below(24) }, () => {
    const [first, last] = RANGES[below(RANGES.length)] ?? RANGES[0];
    return String.fromCodePoint(first + below(last - first + 1));
  });
  return letters.join("");
}

test("2,000 random names are read as they were written", () => {
  for (let times = 0; times < 2_000; times += 1) {
    const claims = { name: randomName(), sub: String(times) };
    const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
    expect(decode(`eyJhbGciOiJFZERTQSJ9.${payload}.c2ln`)).toEqual(claims);
  }
});

test.each([
  "",
  "a",
  "a.b",
  "a.b.c",
  "a..c",
  "a.bnVsbA.c",
  "a.NQ.c",
  "a.e30=.c",
  "a.e30.c\n",
  " a.e30.c",
  "a.e30.c.d",
  undefined,
])("%j is no token", (token) => {
  expect(decode(token as string)).toBeNull();
});
