import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Shelf } from "./service/browser.js";
import { soon } from "./service/soon.js";
import { openBrowser } from "./service/start.js";

const stored = new Shelf();

beforeEach(() => {
  stored.items.clear();
  vi.stubGlobal("window", { localStorage: stored });
});
afterEach(() => vi.unstubAllGlobals());

/** As a redirect does: the cookie is there, and no tab knows of it. */
async function signedInElsewhere(browser: Awaited<ReturnType<typeof openBrowser>>) {
  const { auth } = await browser.signedIn({ mode: "cookie" });
  auth.dispose();
  stored.items.clear();
}

test("what a redirect opened is picked up, and the other tabs know", async () => {
  const browser = await openBrowser();
  await signedInElsewhere(browser);
  const other = browser.tab({ mode: "cookie" });
  await other.auth.ready;
  const { auth, told } = browser.tab({ mode: "cookie" });
  await auth.ready;
  expect(auth.session.status).toBe("anonymous");
  expect(await auth.pickUp()).toMatchObject({ status: "authenticated", user: { sub: "ada" } });
  expect(told).toEqual(["ready", "login"]);
  await soon(() => expect(other.auth.session.user).toMatchObject({ sub: "ada" }));
  const next = browser.tab({ mode: "cookie" });
  await next.auth.ready;
  expect(next.auth.session.status).toBe("authenticated");
});

test("a logout that was owed for the session before isn't sent for this one", async () => {
  const browser = await openBrowser();
  await signedInElsewhere(browser);
  const key = `signet cookie ${browser.service.url}`;
  stored.items.set(key, "logout");
  const { auth } = browser.tab({ mode: "cookie" });
  await auth.pickUp();
  expect(browser.service.count("logout/")).toBe(0);
  expect((await auth.fetch("me/")).status).toBe(200);
});

test("without a session, it says why, and the next page asks nobody", async () => {
  const browser = await openBrowser();
  const { auth } = browser.tab({ mode: "cookie" });
  await expect(auth.pickUp()).rejects.toMatchObject({ code: "cookie_missing" });
  expect(await auth.getAccessToken()).toBeNull();
  const asked = browser.service.count("token/refresh/");
  await browser.tab({ mode: "cookie" }).auth.ready;
  expect(browser.service.count("token/refresh/")).toBe(asked);
});
