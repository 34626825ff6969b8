import { afterEach, expect, test, vi } from "vitest";
import { arrivalAt } from "../src/arrival/arrivals";
import { inWords } from "../src/arrival/errorWords";
import { keepPlace, takePlace } from "../src/providers/place";

afterEach(() => vi.unstubAllGlobals());

test("the service says how a browser comes back", () => {
  expect(arrivalAt("#signed_in")).toEqual({ kind: "signed_in" });
  expect(arrivalAt("#linked")).toEqual({ kind: "linked" });
  expect(arrivalAt("#error=state_lost")).toEqual({ kind: "error", code: "state_lost" });
});

test.each(["", "#", "#/", "#/signed_in", "#error=", "#error=Call 555", "#error=a%20b", `#error=${"a".repeat(51)}`])(
  "%j says nothing, so nobody's words get onto the page",
  (hash) => expect(arrivalAt(hash)).toBeNull(),
);

test.each([
  "provider_unknown",
  "redirect_uri_mismatch",
  "code_refused",
  "code_url_encoded",
  "wrong_client",
  "id_token_refused",
  "nonce_mismatch",
  "provider_clock",
  "provider_mixed_up",
  "provider_refused",
  "provider_unavailable",
  "provider_misconfigured",
  "state_lost",
  "identity_used_before",
  "address_missing",
  "address_not_verified",
  "account_exists",
  "identity_taken",
  "sign_up_closed",
  "email_not_verified",
  "throttled",
])("%s has a sentence of its own", (code) => {
  expect(inWords(code)).not.toContain("can't be done now");
});

test("any other code is named, so that it can be looked up", () => {
  expect(inWords("no_active_account")).toBe("That can't be done now (no_active_account). Try again in a moment.");
});

function storage(items: Record<string, string> = {}) {
  const kept = new Map(Object.entries(items));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test("a user comes back to the view that was left, once", () => {
  vi.stubGlobal("sessionStorage", storage());
  keepPlace("#/sessions");
  expect(takePlace()).toBe("#/sessions");
  expect(takePlace()).toBe("");
});

test.each(["https://evil.example/", "#signed_in", "#/link/abc", "javascript:alert(1)"])("%s is no place", (hash) => {
  vi.stubGlobal("sessionStorage", storage({ "signet.place": hash }));
  expect(takePlace()).toBe("");
});

test("without a storage, a user comes back to the front page", () => {
  keepPlace("#/sessions");
  expect(takePlace()).toBe("");
});
