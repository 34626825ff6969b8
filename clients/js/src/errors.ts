/** What the service said of a failure. */
export interface Failure {
  readonly status?: number;
  readonly retryAfter?: number | null;
  /** The body. */
  readonly data?: Record<string, unknown>;
}

/**
 * What went wrong. It never holds a token.
 *
 * Its `code` is one of `invalid_credentials`, `invalid_input`, `throttled`, `unavailable`, `aborted` and `refused`,
 * or the service's own, such as `email_not_verified`. Its `message` is the service's, where it gave one.
 */
export class AuthError extends Error {
  override readonly name = "AuthError";
  declare readonly code: string;
  /** The status of the service's answer; 0 where there was none. */
  declare readonly status: number;
  /** How long to wait before the next attempt, in seconds; null where unknown. */
  declare readonly retryAfter: number | null;
  /** The service's complaints by field; empty where it has none. */
  declare readonly fields: Readonly<Record<string, string[]>>;

  constructor(code: string, { status = 0, retryAfter = null, data = {} }: Failure = {}) {
    super((data.detail ?? code) as string);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    // A 400 is either about fields, or it has a detail.
    this.fields = status === 400 && !data.detail ? (data as typeof this.fields) : {};
  }
}
