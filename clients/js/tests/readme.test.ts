/** What README.md shows has the types that the client has: each block is compiled as a module of its own. */

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const BLOCKS = [...README.matchAll(/```(tsx?)\n(.*?)```/gs)].map(([, kind = "", text = ""]) => ({ kind, text }));
const FOLDER = fileURLToPath(new URL("./.readme/", import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

/** What the blocks take for granted: names of the reader's own code, and of packages that aren't installed here. */
const GIVEN = `
declare const baseURL: string;
declare const code: string;
declare const credentials: { username: string; password: string };
declare function wait(seconds: number | null): void;
declare const axios: typeof import("axios").default;
declare const ky: any;
declare const createFetch: any;
declare function createClient<Paths>(options: { baseUrl: string; fetch: typeof fetch }): Paths;
type paths = object;
declare module "@react-native-async-storage/async-storage" { const storage: any; export default storage; }
declare module "expo-secure-store" { const store: any; export = store; }
`;
const CREATE = `import { createAuth } from "drf-signet-client";\n`;
const AUTH = `const auth = createAuth({ baseURL, mode: "memory" });\n`;
const OPTIONS = {
  extends: "../../tsconfig.json",
  compilerOptions: {
    module: "esnext",
    moduleResolution: "bundler",
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    types: [],
    paths: { "drf-signet-client": ["../../src/index.ts"], "drf-signet-client/*": ["../../src/*.ts"] },
  },
  include: ["*.ts", "*.tsx"],
};

const complete = (text: string) =>
  [
    text.includes("import { createAuth }") ? "" : CREATE,
    text.includes("const auth =") ? "" : AUTH,
    text,
    "export {};\n",
  ].join("");

beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "given.d.ts"), GIVEN);
  writeFileSync(join(FOLDER, "tsconfig.json"), JSON.stringify(OPTIONS));
  for (const [index, { kind, text }] of BLOCKS.entries()) {
    writeFileSync(join(FOLDER, `block-${index + 1}.${kind}`), complete(text));
  }
});

afterAll(() => rmSync(FOLDER, { recursive: true }));

test("every block of the README compiles", () => {
  expect(BLOCKS.length).toBeGreaterThan(5);
  const { stdout, stderr } = spawnSync(process.execPath, [TSC, "-p", FOLDER], { encoding: "utf8" });
  expect(stdout + stderr).toBe("");
}, 60_000);
