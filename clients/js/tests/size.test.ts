import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundle } from "./bundle.js";

const source = new URL("../src/", import.meta.url);

/** The lines that say something to the machine. */
function linesOf(name: string): number {
  const text = readFileSync(new URL(name, source), "utf8").replace(/\/\*\*.*?\*\//gs, "");
  return text.split("\n").filter((line) => line.trim() && !line.trim().startsWith("//")).length;
}

test("the client is at most 4.5 kB", async () => {
  expect(gzipSync(await bundle(), { level: 9 }).length).toBeLessThanOrEqual(4_500);
});

test("what hangs on to it is at most 40 lines", () => {
  expect(linesOf("axios.ts")).toBeLessThanOrEqual(40);
  expect(linesOf("react.ts")).toBeLessThanOrEqual(40);
});

test("no file is a long one", () => {
  for (const name of readdirSync(source)) expect(linesOf(name), name).toBeLessThanOrEqual(160);
});
