/** What the service said of a failure. */
export interface Failure {
  readonly status?: number;
  readonly retryAfter?: number | null;
  /** The body. */
  readonly data?: Record<string, unknown>;
}

/** From where a link was asked for: in words, and in ISO 8601. */
export interface AskedFrom {
  readonly device: string;
  readonly ip: string | null;
  readonly at: string;
}

/** What this client calls a failure. */
type OwnCode = "invalid_credentials" | "invalid_input" | "throttled" | "unavailable" | "aborted" | "refused";

/** What the service calls one, beside these. A project's own views may have others. */
type ServiceCode =
  | "account_exists"
  | "account_in_use"
  | "address_missing"
  | "address_not_verified"
  | "address_taken"
  | "ambiguous_cookie"
  | "bad_authorization_header"
  | "body_too_large"
  | "body_unreadable"
  | "characters_refused"
  | "code_expired"
  | "code_invalid"
  | "confirmation_needed"
  | "code_refused"
  | "code_url_encoded"
  | "cookie_missing"
  | "cookie_too_large"
  | "email_not_verified"
  | "id_token_refused"
  | "identity_taken"
  | "identity_used_before"
  | "insufficient_scope"
  | "insufficient_user_authentication"
  | "invalid"
  | "invalid_client"
  | "invalid_request"
  | "last_way_in"
  | "link_expired"
  | "link_invalid"
  | "method_not_allowed"
  | "name_taken"
  | "no_active_account"
  | "no_signing_key"
  | "nonce_mismatch"
  | "not_acceptable"
  | "not_authenticated"
  | "not_found"
  | "origin_refused"
  | "parse_error"
  | "password_changed"
  | "password_elsewhere"
  | "password_refused"
  | "permission_denied"
  | "provider_clock"
  | "provider_mixed_up"
  | "provider_refused"
  | "provider_unknown"
  | "redirect_uri_mismatch"
  | "refresh_superseded"
  | "sign_up_closed"
  | "state_lost"
  | "token_not_valid"
  | "too_many_fields"
  | "unsupported_media_type"
  | "unsupported_token_type"
  | "user_inactive"
  | "user_not_found"
  | "user_refused"
  | "wrong_client"
  | "wrong_password";

/** Any string: those that are known are for the editor. */
export type Code = OwnCode | ServiceCode | (string & {});

/**
 * What went wrong. It never holds a token.
 *
 * Its `code` is one of `invalid_credentials`, `invalid_input`, `throttled`, `unavailable`, `aborted` and `refused`,
 * or the service's own, such as `email_not_verified`. Its `message` is the service's, where it gave one.
 */
export class AuthError extends Error {
  override readonly name = "AuthError";
  declare readonly code: Code;
  /** The service's own word for it, which may say more than `code`, such as `database_read_only`; null without one. */
  declare readonly reason: string | null;
  /** The status of the service's answer; 0 where there was none. */
  declare readonly status: number;
  /** How long to wait before the next attempt, in seconds; null where unknown. */
  declare readonly retryAfter: number | null;
  /** The service's complaints by field; empty where it has none. */
  declare readonly fields: Readonly<Record<string, string[]>>;
  /** The device that asked for a link, its IP address and when, where that needs a confirmation. */
  declare readonly askedFrom: AskedFrom | undefined;

  constructor(code: Code, { status = 0, retryAfter = null, data = {} }: Failure = {}) {
    super((data.detail ?? code) as string);
    this.code = code;
    this.reason = [data.reason, data.code].find((word) => typeof word === "string") ?? null;
    this.status = status;
    this.retryAfter = retryAfter;
    // A 400 is either about fields, or it has a detail.
    this.askedFrom = data.asked_from as AskedFrom | undefined;
    this.fields = status === 400 && !data.detail ? complaintsIn(data) : {};
  }
}

/** The errors of fields in the body of a 400, which may have a code beside them. */
function complaintsIn(data: Record<string, unknown>): Record<string, string[]> {
  const isField = (entry: [string, unknown]): entry is [string, string[]] => typeof entry[1] !== "string";
  return Object.fromEntries(Object.entries(data).filter(isField));
}
