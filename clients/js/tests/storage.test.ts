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

test("a sign-out that the service wasn't told of is told at the next start", async () => {
  const browser = await openBrowser();
  const { auth } = await browser.signedIn({ mode: "cookie" });
  const key = `signet cookie ${browser.service.url}`;
  browser.service.order("logout/all/", () => undefined);
  await auth.logout("all");
  expect(stored.items.get(key)).toBe("logoutAll");
  expect(await auth.refresh()).toBeNull();

  const reloaded = browser.tab({ mode: "cookie" });
  await reloaded.auth.ready;
  expect(reloaded.auth.session.status).toBe("anonymous");
  await soon(() => expect(stored.items.has(key)).toBe(false));
  expect(browser.service.count("logout/all/")).toBe(2);
  expect(browser.service.count("token/refresh/")).toBe(0);
  await reloaded.auth.login({ username: "ada", password: "right" });
  expect(stored.items.get(key)).toBe("login");
});

test("visitors start without a request, and users with one", async () => {
  const browser = await openBrowser();
  await browser.tab({ mode: "cookie" }).auth.ready;
  expect(browser.service.seen).toEqual([]);
  await browser.signedIn({ mode: "cookie" });
  const { auth, told } = browser.tab({ mode: "cookie" });
  await auth.ready;
  expect(told).toEqual(["ready"]);
  expect(auth.session.status).toBe("authenticated");
});

test("in cookie mode, no storage ever holds a token", async () => {
  const browser = await openBrowser();
  const written = vi.spyOn(stored, "setItem");
  const { auth } = await browser.signedIn({ mode: "cookie" });
  await auth.refresh();
  await auth.logout();
  const said = JSON.stringify(written.mock.calls);
  expect(written.mock.calls.length).toBeGreaterThan(2);
  for (const token of browser.service.tokens) expect(said).not.toContain(token);
});

test.each(["throws", "is missing"])("a localStorage that %s is done without", async (how) => {
  const window = {
    get localStorage() {
      if (how === "throws") throw new Error("SecurityError");
      return undefined;
    },
  };
  vi.stubGlobal("window", window);
  const browser = await openBrowser();
  const { auth } = await browser.signedIn({ mode: "cookie" });
  expect(browser.service.count("token/refresh/")).toBe(1);
  const reloaded = browser.tab({ mode: "cookie" });
  await reloaded.auth.ready;
  expect(reloaded.auth.session.status).toBe("authenticated");
  await auth.logout();
  await soon(() => expect(reloaded.auth.session.status).toBe("anonymous"));
  const asked = browser.service.count("token/refresh/");
  expect(await reloaded.auth.getAccessToken()).toBeNull();
  expect(browser.service.count("token/refresh/")).toBe(asked);
});

test("a storage that refuses is done without", async () => {
  const browser = await openBrowser();
  browser.shelf.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  const { auth } = await browser.signedIn();
  for (let times = 0; times < 3; times += 1) expect(await auth.refresh()).toBeTruthy();
});

test("what somebody else wrote there is no address to post to", async () => {
  const browser = await openBrowser();
  stored.items.set(`signet cookie ${browser.service.url}`, "logout/../token/refresh/?");
  await browser.tab({ mode: "cookie" }).auth.ready;
  expect(browser.service.seen).toEqual([]);
});
