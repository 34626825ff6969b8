import { AuthError } from "drf-signet-client";
import { expect, test } from "vitest";
import { problemOfError } from "../src/service/problemOfError";

test.each([
  [
    new AuthError("invalid_credentials", { status: 401, data: { detail: "No active account" } }),
    { kind: "refused", status: 401, code: "invalid_credentials", detail: "The username or the password is wrong." },
  ],
  [
    new AuthError("email_not_verified", { status: 401, data: { detail: "Follow the link." } }),
    { kind: "refused", status: 401, code: "email_not_verified", detail: "Follow the link." },
  ],
  [
    new AuthError("invalid_input", { status: 400, data: { password: ["May not be blank.", "Really."] } }),
    { kind: "fields", fields: { password: ["May not be blank.", "Really."] } },
  ],
  [new AuthError("throttled", { status: 429, retryAfter: 60 }), { kind: "throttled", seconds: 60 }],
  [new AuthError("unavailable"), { kind: "unreachable" }],
  [new AuthError("unavailable", { status: 503 }), { kind: "unavailable", status: 503 }],
  [new AuthError("unavailable", { status: 429, retryAfter: 9 }), { kind: "throttled", seconds: 9 }],
  [new AuthError("unavailable", { retryAfter: 2 }), { kind: "unavailable", status: 0 }],
  [new TypeError("Failed to fetch"), { kind: "unreachable" }],
])("%s is told", (error, problem) => {
  expect(problemOfError(error)).toEqual(problem);
});
