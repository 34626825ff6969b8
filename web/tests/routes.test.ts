import { expect, test } from "vitest";
import { addressOf, isDoor, linkTokenIn, MEMBER_VIEWS, VISITOR_VIEWS, viewAt } from "../src/routes";

test("every view is found at its own address", () => {
  for (const view of MEMBER_VIEWS) expect(viewAt(addressOf(view), true)).toBe(view);
  for (const view of VISITOR_VIEWS) expect(viewAt(addressOf(view), false)).toBe(view);
});

test("a visitor signs in at the address of a member's view", () => {
  expect(viewAt("#/sessions", false)).toBe("sign-in");
});

test("a member at the address of a door is at home", () => {
  expect(viewAt("#/sign-up", true)).toBe("home");
});

test.each(["", "#", "#/"])("%j leads home, or to the door", (hash) => {
  expect(viewAt(hash, true)).toBe("home");
  expect(viewAt(hash, false)).toBe("sign-in");
});

test.each(["#/nowhere", "#/toString", "#//evil.example"])("%j leads nowhere, and the page says so", (hash) => {
  expect(viewAt(hash, true)).toBe("nowhere");
  expect(viewAt(hash, false)).toBe("nowhere");
});

test("the addresses of visitors alone are doors", () => {
  const all = [...VISITOR_VIEWS, ...MEMBER_VIEWS].filter((view) => isDoor(addressOf(view)));
  expect(all).toEqual(["sign-in", "sign-up", "forgot-password", "code"]);
  expect(isDoor("#/nowhere")).toBe(false);
  expect(isDoor("")).toBe(false);
});

test.each([true, false])("the link of a mail leads to its view, whoever is signed in (%s)", (isSignedIn) => {
  expect(viewAt("#/link/abc:1", isSignedIn)).toBe("link");
  expect(viewAt("#signed_in", isSignedIn)).toBe("arrival");
  expect(viewAt("#error=state_lost", isSignedIn)).toBe("arrival");
});

test.each([
  ["#/link/abc:1", "abc:1"],
  ["#/link/abc%3A1", "abc:1"],
  ["#/link/%", "%"],
  ["#/link/", null],
  ["#/linked", null],
  ["", null],
])("the token of %j is %j", (hash, token) => {
  expect(linkTokenIn(hash)).toBe(token);
});
