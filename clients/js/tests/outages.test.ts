import { afterEach, beforeEach, expect, test } from "vitest";
import { AuthError } from "../src/index.js";
import { clock } from "./service/clock.js";
import { late } from "./service/service.js";
import { openBrowser } from "./service/start.js";
import { newToken } from "./service/tokens.js";

beforeEach(() => clock.start());
afterEach(() => clock.stop());

test("the session survives a service that is gone, and one that starts meanwhile", async () => {
  const { service, tab, signedIn } = await openBrowser();
  const { auth, told } = await signedIn();
  clock.passed += 290;
  await service.stop();

  expect(await auth.getAccessToken()).toBe(service.tokens[1]);
  await expect(auth.refresh()).rejects.toMatchObject({ code: "unavailable", retryAfter: expect.toBeOneOf([1, 2]) });
  clock.passed += 20;
  await expect(auth.fetch("me/")).rejects.toBeInstanceOf(AuthError);
  expect(auth.session.status).toBe("authenticated");
  expect(told).toEqual(["ready", "login"]);

  const reloaded = tab();
  await reloaded.auth.ready;
  expect(reloaded.auth.session.status).toBe("anonymous");
  await service.start();
  clock.passed += 120;
  expect((await reloaded.auth.fetch("me/")).status).toBe(200);
  expect(reloaded.told).toEqual(["ready", "refreshed"]);
});

test("a service that is down isn't asked again and again", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  const down = () => ({ status: 503 });
  service.order("token/refresh/", ...Array.from({ length: 200 }, () => down));
  clock.passed += 400;
  const asked: number[] = [];
  for (let second = 0; second < 300; second += 1) {
    await Promise.all([1, 2, 3].map(() => auth.fetch("me/").catch(() => {})));
    clock.passed += 1;
    asked.push(service.count("token/refresh/"));
  }
  // 1, 2, 4, 8, 16, 32 seconds apart, and then once a minute.
  expect(asked[60]).toBeLessThanOrEqual(7);
  expect(asked.at(-1)).toBeLessThanOrEqual(12);
  expect(asked.at(-1)).toBeGreaterThanOrEqual(9);
  expect(service.count("me/")).toBe(0);
});

test("a new sign-in doesn't wait for what failed before it", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  service.order("token/refresh/", () => ({ status: 429, headers: { "Retry-After": "3600" } }));
  await expect(auth.refresh()).rejects.toMatchObject({ code: "unavailable", status: 429, retryAfter: 3600 });
  await expect(auth.refresh()).rejects.toMatchObject({ code: "unavailable" });
  await auth.login({ username: "ada", password: "right" });
  expect(await auth.refresh()).toBeTruthy();
});

test("a token that lives is not used on after a sign-out", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  service.order("token/refresh/", () => ({ status: 503, headers: { "Retry-After": "3600" } }));
  clock.passed += 280;
  expect(await auth.getAccessToken()).toBe(service.tokens[1]);
  service.order("token/", late);
  void auth.login({ username: "ada", password: "wrong" }).catch(() => {});
  const waiting = auth.getAccessToken().catch(() => null);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await auth.logout();
  expect(await waiting).toBeNull();
});

test("a service that never answers is given up", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn({ timeout: 100 });
  service.order("token/refresh/", () => new Promise(() => {}));
  await expect(auth.refresh()).rejects.toMatchObject({ code: "unavailable", status: 0 });
  expect(auth.session.status).toBe("authenticated");
});

test.each([
  ["ambiguous_cookie", 400],
  ["origin_refused", 403],
])("%s says nothing about the session", async (code, status) => {
  const { service, signedIn } = await openBrowser();
  const { auth, told } = await signedIn({ mode: "cookie" });
  service.order("token/refresh/", () => ({ status, data: { code } }));
  await expect(auth.refresh()).rejects.toMatchObject({ code, status });
  expect(auth.session.status).toBe("authenticated");
  clock.passed += 5;
  expect(await auth.refresh()).toBeTruthy();
  expect(told).not.toContain("expired");
});

test.each([400, 401, 403])("%i from a refresh ends the session, once", async (status) => {
  const { service, shelf, signedIn } = await openBrowser();
  const { auth, told } = await signedIn();
  service.expire();
  service.order("token/refresh/", () => ({ status, data: { detail: "No." } }));
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => auth.fetch("me/")));
  expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401]);
  expect(told.filter((why) => why === "expired")).toHaveLength(1);
  expect(auth.session).toEqual({ status: "anonymous", user: null, expiresAt: null });
  expect(shelf.items.size).toBe(0);
  expect(await auth.getAccessToken()).toBeNull();
  expect(service.count("token/refresh/")).toBe(1);
});

test("a refresh that is overtaken twice is left for later", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  const overtaken = () => ({ status: 409, data: { code: "refresh_superseded" } });
  service.order("token/refresh/", overtaken, overtaken);
  await expect(auth.refresh()).rejects.toMatchObject({ code: "unavailable", status: 409 });
  expect(service.count("token/refresh/")).toBe(2);
  expect(auth.session.status).toBe("authenticated");
});

test.each([
  [44, 0],
  [46, 1],
])(
  "without expires_in, a token of one minute that is %i seconds old costs %i refreshes",
  async (seconds, refreshes) => {
    const { service, tab } = await openBrowser();
    const { auth } = tab();
    // As the endpoints without sessions answer, and those of Simple JWT; the times in the token are by another clock.
    const access = newToken({ iat: 1_000, exp: 1_060 });
    service.order("token/", (truth) => ({ ...truth(), data: { ...truth().data, access, expires_in: undefined } }));
    await auth.login({ username: "ada", password: "right" });
    clock.passed += seconds;
    await auth.getAccessToken();
    expect(service.count("token/refresh/")).toBe(refreshes);
  },
);

test.each([
  [44, 0],
  [46, 1],
])("a token of one minute that is %i seconds old costs %i refreshes", async (seconds, refreshes) => {
  const { service, tab } = await openBrowser();
  const { auth } = tab();
  service.order("token/", (truth) => ({ ...truth(), data: { ...truth().data, expires_in: 60 } }));
  await auth.login({ username: "ada", password: "right" });
  clock.passed += seconds;
  await auth.fetch("me/");
  expect(service.count("token/refresh/")).toBe(refreshes);
});

test.each([
  [140, 0],
  [160, 1],
])("a stream with a token of five minutes that is %i seconds old costs %i refreshes", async (seconds, refreshes) => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  clock.passed += seconds;
  const init = { method: "POST", body: new Blob(["text"]).stream(), duplex: "half" } as RequestInit;
  expect((await auth.fetch("echo/", init)).status).toBe(200);
  expect(service.count("token/refresh/")).toBe(refreshes);
});

test("a machine that slept, and whose steady clock slept with it, refreshes before it asks", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  service.expire();
  clock.ahead += 3_600;
  expect((await auth.fetch("me/")).status).toBe(200);
  expect(service.count("me/")).toBe(1);
});

test("a page of a proxy is no answer", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  service.order("token/refresh/", () => ({ status: 200, data: ["<html>"] }));
  await expect(auth.refresh()).rejects.toMatchObject({ code: "unavailable", status: 200 });
  expect(auth.session.status).toBe("authenticated");
});

test.each([600, -600])("a clock that is %i seconds off costs no refresh", async (seconds) => {
  clock.ahead = seconds;
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  expect(auth.session.expiresAt).toBeGreaterThan(Date.now() + 299_000);
  clock.passed += 200;
  expect((await auth.fetch("me/")).status).toBe(200);
  expect(service.count("token/refresh/")).toBe(0);
});
