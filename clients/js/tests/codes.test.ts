import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Auth, createAuth, type Why } from "../src/index.js";
import { newToken } from "./service/tokens.js";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const README = read("../README.md");
const TYPES = read("../src/errors.ts");

interface Row {
  status: number;
  codes: string[];
}

/** What the service answers over HTTP, from the page that is written from its source. */
function answers(): Row[] {
  const [, linked = ""] = read("../../../docs/reference/errors.md").split(/^## Over HTTP$/m);
  const page = linked.replace(/\[(`\w+`)\]\(#\w+\)/g, "$1");
  return [...page.matchAll(/^\| (\d{3}) \|([^|]*)\|([^|\n]*)\|/gm)].map(([, status, code, reason]) => ({
    status: Number(status),
    codes: [...`${code} ${/^ `\w+` $|^ +$/.test(String(reason)) ? reason : ""}`.matchAll(/`([a-z_]+)`/g)]
      .map(([, one]) => String(one))
      .filter((one) => one !== "detail"),
  }));
}

test("the page of the service's errors is read as it is", () => {
  const codes = answers().flatMap((row) => row.codes);
  for (const one of ["throttled", "token_reused", "cookie_missing", "mail_busy", "body_too_large"])
    expect(codes).toContain(one);
  expect(answers().length).toBeGreaterThan(40);
});

test("every code and reason of the service is in the README", () => {
  const missing = answers().flatMap(({ codes }) => codes.filter((one) => !README.includes(`\`${one}\``)));
  expect(missing).toEqual([]);
});

test("every code that isn't an outage is a type", () => {
  const rows = answers().filter(({ status }) => status !== 503);
  expect(rows.flatMap(({ codes }) => codes.slice(0, 1)).filter((one) => !TYPES.includes(`"${one}"`))).toEqual([]);
});

/** One row for each status and code, whatever the reasons. */
const REFUSALS = [
  ...new Set(answers().flatMap(({ status, codes }) => codes.slice(0, 1).map((code) => `${status} ${code}`))),
]
  .map((both) => both.split(" "))
  .map(([status, code]) => ({ status: Number(status), code: String(code) }));

/** A client whose service signs in at first, if it *isIn*, and then refuses everything with *status* and *data*. */
async function refusedWith(status: number, data: object, isIn: boolean): Promise<{ auth: Auth; told: Why[] }> {
  const token = { access: newToken({ sub: "ada" }), expires_in: 300 };
  let isRefused = !isIn;
  const told: Why[] = [];
  const auth = createAuth({
    baseURL: "https://api.test/",
    mode: "memory",
    onEvent: (_, why) => told.push(why),
    fetch: async () =>
      isRefused
        ? Response.json(data, { status, headers: { "Retry-After": "3" } })
        : Response.json({ ...token, refresh: "r" }),
  });
  if (isIn) await auth.login({ username: "ada" });
  isRefused = true;
  return { auth, told };
}

test.each(REFUSALS)("a sign-in that is answered with $status $code fails with that", async ({ status, code }) => {
  const { auth } = await refusedWith(status, { detail: "Why.", code }, false);
  const own = status === 503 ? "unavailable" : code === "no_active_account" ? "invalid_credentials" : code;
  const failure = { code: own, reason: code, status, retryAfter: 3, message: "Why." };
  await expect(auth.login({ username: "ada" })).rejects.toMatchObject(failure);
});

test.each(REFUSALS)("a refresh that is answered with $status $code ends what is over", async ({ status, code }) => {
  const { auth, told } = await refusedWith(status, { detail: "Why.", code }, true);
  const isOver = status === 401;
  if (isOver) expect(await auth.refresh()).toBeNull();
  else await expect(auth.refresh()).rejects.toMatchObject({ reason: code, status });
  expect(auth.session.status).toBe(isOver ? "anonymous" : "authenticated");
  expect(told.at(-1)).toBe(isOver ? "expired" : "login");
});

test("a reason of the service is passed on", async () => {
  const body = { detail: "Token is invalid or expired", code: "token_not_valid", reason: "token_expired" };
  const known = await refusedWith(401, body, false);
  await expect(known.auth.login({})).rejects.toMatchObject({ code: "token_not_valid", reason: "token_expired" });
  const unknown = await refusedWith(404, {}, false);
  await expect(unknown.auth.login({})).rejects.toMatchObject({ code: "refused", reason: null });
});

test("a code beside the complaints by field is none of them", async () => {
  const { auth } = await refusedWith(400, { token: ["The link has expired."], code: "link_expired" }, false);
  const fields = { token: ["The link has expired."] };
  await expect(auth.login({})).rejects.toMatchObject({ code: "link_expired", reason: "link_expired", fields });
  const named = await refusedWith(400, { code: ["This field is required."] }, false);
  const failure = await named.auth.login({}).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "invalid_input", reason: null, fields: { code: ["This field is required."] } });
});
