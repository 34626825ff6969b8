import { expect, test } from "vitest";
import { pause } from "../src/pause.js";
import { openBrowser } from "./service/start.js";
import { newToken } from "./service/tokens.js";

const ASKED = { detail: "We are sending you a code.", request: "r3quest", expires_in: 600 };
const FROM = { device: "Firefox on Ubuntu", ip: "203.0.113.7", at: "2027-01-15T08:00:00+00:00" };
const tokens = () => ({
  status: 200,
  data: { access: newToken({ sub: "ada" }), refresh: "refresh", expires_in: 300 },
});

test("a code signs in, with the request that belongs to it", async () => {
  const { service, tab } = await openBrowser();
  const { auth, told } = tab({ mode: "memory" });
  service.order("token/code/", () => ({ status: 200, data: ASKED }));
  service.order("token/code/confirm/", tokens);
  expect(await auth.askForCode("ada@example.com")).toBe("r3quest");
  expect(auth.session.status).not.toBe("authenticated");
  const session = await auth.loginByCode("7K2M9Q");
  expect(session).toMatchObject({ status: "authenticated", user: { sub: "ada" } });
  expect(told).toEqual(["ready", "login"]);
  const [ask, confirm] = service.seen.filter(({ path }) => path.startsWith("token/code/"));
  expect(JSON.parse(String(ask?.body))).toEqual({ email: "ada@example.com" });
  expect(JSON.parse(String(confirm?.body))).toEqual({ code: "7K2M9Q", request: "r3quest" });
});

test("a page that was loaded again hands in the request itself", async () => {
  const { service, tab } = await openBrowser();
  const { auth } = tab({ mode: "memory" });
  service.order("token/code/confirm/", tokens);
  await auth.loginByCode("7K2M9Q", "kept");
  const confirm = service.seen.find(({ path }) => path.endsWith("confirm/"));
  expect(JSON.parse(String(confirm?.body))).toEqual({ code: "7K2M9Q", request: "kept" });
});

test("in cookie mode, the browser keeps the request", async () => {
  const { service, tab } = await openBrowser();
  const { auth } = tab({ mode: "cookie" });
  service.order("token/code/", () => ({ status: 200, data: { ...ASKED, request: undefined } }));
  service.order("token/code/confirm/", tokens);
  expect(await auth.askForCode("ada@example.com")).toBeUndefined();
  expect((await auth.loginByCode("7K2M9Q")).status).toBe("authenticated");
  const confirm = service.seen.find(({ path }) => path.endsWith("confirm/"));
  expect(JSON.parse(String(confirm?.body))).toEqual({ code: "7K2M9Q" });
});

test("a link in another browser waits for a confirmation", async () => {
  const { service, tab } = await openBrowser();
  const { auth } = tab({ mode: "memory" });
  const data = { detail: "Was it you?", code: "confirmation_needed", asked_from: FROM };
  service.order("token/link/", () => ({ status: 409, data }), tokens);
  await expect(auth.loginByLink("token")).rejects.toMatchObject({ code: "confirmation_needed", askedFrom: FROM });
  expect(auth.session.status).toBe("anonymous");
  expect((await auth.loginByLink("token", true)).status).toBe("authenticated");
  const sent = service.seen.filter(({ path }) => path === "token/link/").map(({ body }) => JSON.parse(String(body)));
  expect(sent).toEqual([
    { token: "token", confirmed: false },
    { token: "token", confirmed: true },
  ]);
});

test.each([
  [400, { detail: "No.", code: "code_invalid" }, "code_invalid"],
  [400, { email: ["Blank."], code: "invalid" }, "invalid"],
  [429, { code: "throttled" }, "throttled"],
  [503, {}, "unavailable"],
  [404, {}, "refused"],
])("what is refused with %s says why", async (status, data, code) => {
  const { service, tab } = await openBrowser();
  const { auth } = tab({ mode: "memory" });
  service.order("token/code/", () => ({ status, data }));
  service.order("token/code/confirm/", () => ({ status, data }));
  await expect(auth.askForCode("ada@example.com")).rejects.toMatchObject({ name: "AuthError", code });
  await expect(auth.loginByCode("7K2M9Q")).rejects.toMatchObject({ name: "AuthError", code });
});

test("a sign-out while the code is checked wins", async () => {
  const { service, tab } = await openBrowser();
  const { auth } = tab({ mode: "memory" });
  service.order("token/code/confirm/", async () => {
    await pause(100);
    return tokens();
  });
  const signingIn = auth.loginByCode("7K2M9Q", "kept");
  const refused = expect(signingIn).rejects.toMatchObject({ code: "aborted" });
  await pause(20);
  await auth.logout();
  await refused;
  expect(auth.session.status).toBe("anonymous");
});
