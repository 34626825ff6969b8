// A service whose refresh tokens don't rotate: its answers hold an access token alone.

import { expect, test } from "vitest";
import { openBrowser } from "./service/start.js";

test.each(["storage", "cookie"] as const)("one refresh token is kept, and used time and again (%s)", async (mode) => {
  const browser = await openBrowser();
  browser.service.rotates = false;
  const { auth } = await browser.signedIn(mode === "cookie" ? { mode } : {});
  const before = browser.service.count("token/refresh/");
  for (let expiry = 1; expiry <= 20; expiry++) {
    browser.service.expire();
    const answers = await Promise.all(Array.from({ length: 5 }, () => auth.fetch("users/me/")));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(browser.service.count("token/refresh/")).toBe(before + expiry);
  }
  const reloaded = browser.tab(mode === "cookie" ? { mode } : {}).auth;
  await reloaded.ready;
  expect(reloaded.session.status).toBe("authenticated");
  await auth.logout();
  expect(await reloaded.refresh()).toBeNull();
});
