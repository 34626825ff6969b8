import { expect, test } from "vitest";
import { ago, relative, span } from "../src/words/time";

test.each([
  [252.9, "4\u00a0minutes, 12\u00a0seconds"],
  [300, "5\u00a0minutes"],
  [0.4, "0\u00a0seconds"],
  [-5, "0\u00a0seconds"],
  [3_605, "1\u00a0hour"],
  [90_000, "1\u00a0day, 1\u00a0hour"],
  [1_209_600, "14\u00a0days"],
  [100_000_000, "3\u00a0years, 61\u00a0days"],
])("%d seconds are %j", (seconds, words) => {
  expect(span(seconds)).toBe(words);
});

test("relative times lie ahead or back", () => {
  expect(relative(160, 100)).toBe("in 1 minute");
  expect(relative(40, 100)).toBe("1 minute ago");
  expect(relative(100, 100)).toBe("now");
});

test("a clock that is a little off makes nothing the future", () => {
  expect(ago(103, 100)).toBe("just now");
  expect(ago(88, 100)).toBe("12 seconds ago");
});
