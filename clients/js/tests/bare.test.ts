import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { bundle } from "./bundle.js";

const run = promisify(execFile);

const PAGE = `
  process.on("exit", () => console.log("ended"));
  const before = Object.keys(globalThis).join();
  const { createAuth } = await import("./client.mjs");
  if (Object.keys(globalThis).join() !== before) throw new Error("A global is new.");
  const auth = createAuth({ baseURL: process.argv[2], mode: process.argv[3] });
  await auth.ready;
  console.log(auth.session.status);
`;

test.each([
  ["/api/v1/", "cookie"],
  ["/api/v1/", "memory"],
  ["http://127.0.0.1:1/", "cookie"],
])("a bare process that renders pages of %s (%s) ends by itself, and says nothing", async (baseURL, mode) => {
  const folder = await mkdtemp(join(tmpdir(), "signet-"));
  try {
    await writeFile(join(folder, "client.mjs"), await bundle());
    await writeFile(join(folder, "page.mjs"), PAGE);
    const { stdout, stderr } = await run(process.execPath, [join(folder, "page.mjs"), baseURL, mode], {
      timeout: 10_000,
    });
    expect(stdout).toBe("anonymous\nended\n");
    expect(stderr).toBe("");
  } finally {
    await rm(folder, { recursive: true });
  }
});
