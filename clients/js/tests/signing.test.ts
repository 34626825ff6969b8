import { expect, test, vi } from "vitest";
import type { Mode } from "../src/index.js";
import { pause } from "../src/pause.js";
import { late } from "./service/service.js";
import { openBrowser } from "./service/start.js";

test("who is signed in is said in what nobody can change", async () => {
  const { tab } = await openBrowser();
  const { auth, told, sessions } = tab();
  expect(auth.session).toEqual({ status: "loading", user: null, expiresAt: null });
  await auth.ready;
  expect(auth.session.status).toBe("anonymous");
  const session = await auth.login({ username: "ada", password: "right" });
  expect(session).toBe(auth.session);
  expect(session).toMatchObject({ status: "authenticated", user: { sub: "ada", name: "ada Łukasiewicz" } });
  expect(() => Object.assign(session, { status: "anonymous" })).toThrow(TypeError);
  expect(() => Object.assign(session.user ?? {}, { sub: "eve" })).toThrow(TypeError);
  expect(told).toEqual(["ready", "login"]);
  expect(sessions[1]).toBe(session);
});

test.each([
  [
    "wrong credentials",
    { status: 401, data: { detail: "No." } },
    { code: "invalid_credentials", status: 401, message: "No." },
  ],
  ["the service's own code", { status: 401, data: { code: "email_not_verified" } }, { code: "email_not_verified" }],
  [
    "fields",
    { status: 400, data: { username: ["Blank."] } },
    { code: "invalid_input", fields: { username: ["Blank."] } },
  ],
  [
    "too often",
    { status: 429, headers: { "Retry-After": "7" }, data: { code: "throttled" } },
    { code: "throttled", retryAfter: 7 },
  ],
  ["no service", { status: 503, data: { code: "counts_unavailable" } }, { code: "unavailable", status: 503 }],
  ["no such path", { status: 404 }, { code: "refused", status: 404 }],
])("a sign-in that fails says why: %s", async (_, answer, error) => {
  const { service, tab } = await openBrowser();
  const { auth, told } = tab();
  service.order("token/", () => answer);
  await expect(auth.login({ username: "ada" })).rejects.toMatchObject({ name: "AuthError", ...error });
  expect(auth.session.status).toBe("anonymous");
  expect(told).toEqual(["ready"]);
});

test("a sign-in that fails leaves the session that there is", async () => {
  const { signedIn } = await openBrowser();
  const { auth } = await signedIn();
  await expect(auth.login({ username: "eve", password: "wrong" })).rejects.toMatchObject({
    code: "invalid_credentials",
  });
  expect(auth.session.user).toMatchObject({ sub: "ada" });
});

test.each<["cookie" | "storage"]>([["cookie"], ["storage"]])(
  "a sign-out during a refresh stays one (%s)",
  async (kind) => {
    const { service, shelf, tab, signedIn } = await openBrowser();
    const mode: Mode = kind === "cookie" ? "cookie" : { storage: shelf };
    const { auth, told } = await signedIn({ mode });
    service.order("token/refresh/", late);
    const refreshing = auth.refresh();
    await service.arrived("token/refresh/");
    await auth.logout();
    expect(await refreshing).toBeNull();
    await pause(250);
    expect(auth.session.status).toBe("anonymous");
    expect(told).toEqual(["ready", "login", "logout"]);
    expect(await auth.getAccessToken()).toBeNull();

    const reloaded = tab({ mode });
    await reloaded.auth.ready;
    expect(reloaded.auth.session.status).toBe("anonymous");
  },
);

test("a sign-out during a refresh stays one, also with a transport that ignores the signal", async () => {
  const { service, shelf, signedIn } = await openBrowser();
  const deaf: typeof fetch = (input, init) => fetch(input, { ...init, signal: null });
  const { auth, told } = await signedIn({ fetch: deaf });
  service.order("token/refresh/", late);
  const refreshing = auth.refresh();
  await service.arrived("token/refresh/");
  await auth.logout();
  expect(await refreshing).toBeNull();
  expect(told).toEqual(["ready", "login", "logout"]);
  expect(shelf.items.size).toBe(0);
});

test("a sign-out during a sign-in stays one", async () => {
  const { service, shelf, tab } = await openBrowser();
  const { auth, told } = tab();
  await auth.ready;
  service.order("token/", late);
  const signingIn = auth.login({ username: "ada", password: "right" });
  const refused = expect(signingIn).rejects.toMatchObject({ code: "aborted" });
  await service.arrived("token/");
  await auth.logout();
  await refused;
  expect(auth.session.status).toBe("anonymous");
  expect(told).toEqual(["ready"]);
  expect(shelf.items.size).toBe(0);
});

test("a sign-out without a service is one all the same", async () => {
  const { service, shelf, tab, signedIn } = await openBrowser();
  const { auth, told } = await signedIn();
  await service.stop();
  await auth.logout("all");
  expect(auth.session.status).toBe("anonymous");
  expect(told.at(-1)).toBe("logout");
  expect(shelf.items.size).toBe(0);
  await service.start();
  const reloaded = tab();
  await reloaded.auth.ready;
  expect(reloaded.auth.session.status).toBe("anonymous");
});

test("a sign-out tells the service which session", async () => {
  const { service, signedIn } = await openBrowser();
  const { auth } = await signedIn();
  const [refresh] = service.tokens;
  await auth.logout("all");
  expect(service.seen.at(-1)).toMatchObject({ path: "logout/all/" });
  expect(JSON.parse(String(service.seen.at(-1)?.body))).toEqual({ refresh });
  await auth.logout();
  expect(service.count("logout/")).toBe(0);
});

test("a sign-in waits for the sign-out before it", async () => {
  const { service, tab, signedIn } = await openBrowser();
  const { auth } = await signedIn({ mode: "cookie" });
  service.order("logout/", late);
  const leaving = auth.logout();
  await auth.login({ username: "bob", password: "right" });
  await leaving;
  expect(await auth.refresh()).toBeTruthy();
  expect(auth.session.user).toMatchObject({ sub: "bob" });
  const reloaded = tab({ mode: "cookie" });
  await reloaded.auth.ready;
  expect(reloaded.auth.session.user).toMatchObject({ sub: "bob" });
});

test("in memory, a reload signs out, and other tabs hear nothing", async () => {
  const { tab, signedIn } = await openBrowser();
  const other = tab({ mode: "memory" });
  const { auth } = await signedIn({ mode: "memory" });
  expect(await auth.refresh()).toBeTruthy();
  await pause(20);
  expect(other.told).toEqual(["ready"]);
  const reloaded = tab({ mode: "memory" });
  await reloaded.auth.ready;
  expect(reloaded.auth.session.status).toBe("anonymous");
});

test("a listener that throws stops nothing", async () => {
  const { signedIn } = await openBrowser();
  const { auth } = await signedIn();
  const uncaught: unknown[] = [];
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", (error) => uncaught.push(error));
  try {
    const heard: string[] = [];
    auth.subscribe(() => {
      throw new Error("of a listener");
    });
    const stop = auth.subscribe((_, why) => heard.push(why));
    expect(await auth.refresh()).toBeTruthy();
    stop();
    await auth.logout();
    await pause(5);
    expect(heard).toEqual(["refreshed"]);
    expect(uncaught.map(String)).toEqual(["Error: of a listener", "Error: of a listener"]);
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
  }
});

test("a sign-in that was disposed of signs nobody in", async () => {
  const { service, shelf, tab } = await openBrowser();
  const { auth, told } = tab();
  await auth.ready;
  service.order("token/", late);
  const signingIn = auth.login({ username: "ada", password: "right" });
  const refused = expect(signingIn).rejects.toMatchObject({ code: "aborted" });
  await service.arrived("token/");
  auth.dispose();
  await refused;
  expect(told).toEqual(["ready"]);
  expect(shelf.items.size).toBe(0);
  await vi.waitFor(() => expect(service.count("logout/")).toBe(1));
});

test("a client that was disposed of can be used again", async () => {
  const { service, signedIn, tab } = await openBrowser();
  const { auth: first } = await signedIn();
  const { auth, told, sessions } = tab();
  service.order("token/refresh/", () => new Promise(() => {}));
  await service.arrived("token/refresh/");
  auth.dispose();
  const stop = auth.subscribe(() => {});
  expect((await auth.fetch("me/")).status).toBe(200);
  expect(auth.session.status).toBe("authenticated");
  // Not "anonymous" first, which would show somebody the door.
  expect(told).toEqual(["ready"]);
  expect(sessions[0]).toBe(auth.session);
  await first.logout();
  await pause(20);
  expect(auth.session.status).toBe("anonymous");
  stop();
  expect(service.count("token/refresh/")).toBeLessThanOrEqual(2);
});
