import { inspect } from "node:util";
import axios from "axios";
import { expect, test, vi } from "vitest";
import { attachAxios } from "../src/axios.js";
import { openBrowser } from "./service/start.js";

const everything = (value: unknown): string =>
  `${JSON.stringify(value)} ${inspect(value, { depth: 12, showHidden: true, maxStringLength: null })}`;

test.each(["cookie", "storage"] as const)("no error and no line of the console tells a token (%s)", async (kind) => {
  const said: unknown[] = [];
  for (const method of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void said.push(words));
  const { service, shelf, signedIn } = await openBrowser();
  const { auth, told } = await signedIn({ mode: kind === "cookie" ? "cookie" : { storage: shelf } });
  const collect = (promise: Promise<unknown>) => promise.catch((error) => said.push(error, error.stack, error.cause));

  service.order("token/refresh/", () => undefined);
  await collect(auth.refresh());
  await collect(auth.refresh());
  await auth.login({ username: "ada", password: "right" });
  // An answer that holds a token, and lacks what else it should hold.
  service.order("token/", () => ({ status: 200, data: { access: service.tokens.at(-1) } }));
  await collect(auth.login({ username: "ada", password: "right" }));
  service.order("token/refresh/", () => ({ status: 200, data: { access: service.tokens.at(-1) } }));
  await collect(auth.refresh());
  service.order("me/", () => undefined);
  await collect(auth.fetch("me/"));
  await collect(auth.fetch("http://127.0.0.1:1/"));
  await collect(auth.fetch("http://"));
  await collect(auth.login({ username: "ada", password: "wrong" }));
  await auth.login({ username: "ada", password: "right" });
  service.endSessions();
  service.expire();
  await auth.fetch("me/");
  vi.restoreAllMocks();

  expect(told).toContain("expired");
  expect(said.length).toBeGreaterThan(12);
  const all = said.map(everything).join();
  for (const token of service.tokens) {
    expect(all).not.toContain(token);
    expect(all).not.toContain(token.split(".")[2]);
  }
  expect(all).not.toContain("wrong");
});

test("an error of axios, attached, doesn't tell the token", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  const client = axios.create({ baseURL: service.url, adapter: "http" });
  attachAxios(client, auth);
  const reported: string[] = [];
  const report = (error: { response?: { status: number } }) =>
    reported.push(`${error.response?.status} ${JSON.stringify(error)} ${inspect(error, { depth: 12 })}`);

  service.order(
    "me/",
    () => ({ status: 500 }),
    () => undefined,
  );
  await client.get("me/").catch(report);
  await client.get("me/").catch(report);
  service.order(
    "me/",
    () => ({ status: 401 }),
    () => ({ status: 401 }),
  );
  await client.get("me/").catch(report);
  service.endSessions();
  service.expire();
  await client.get("me/").catch(report);

  expect(reported.map((text) => text.split(" ")[0])).toEqual(["500", "undefined", "401", "401"]);
  for (const token of service.tokens) expect(reported.join()).not.toContain(token);
});
