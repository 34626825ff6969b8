import { t } from "@lingui/core/macro";
import { AuthError } from "drf-signet-client";
import { type Problem, sentences } from "./answer";

/** Why there is no answer, or no session: what the client threw, as a problem like any other. */
export function problemOfError(error: unknown): Problem {
  if (!(error instanceof AuthError)) return { kind: "unreachable" };
  const { code, status, fields, retryAfter } = error;
  if (code === "throttled" || status === 429) return { kind: "throttled", seconds: retryAfter ?? 0 };
  // Without a status, but with a time to wait: the client waits after a failure, and asked nobody.
  if (code === "unavailable") {
    return status === 0 && retryAfter === null ? { kind: "unreachable" } : { kind: "unavailable", status };
  }
  if (code === "invalid_input") return { kind: "fields", fields: sentences(fields) };
  const detail = code === "invalid_credentials" ? t`The username or the password is wrong.` : error.message;
  return { kind: "refused", status, code, detail };
}
