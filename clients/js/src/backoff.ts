import { AuthError } from "./errors.js";

/** The time in which nobody is asked again, after a failure: one second, then two, then four, and no more than 60. */
export interface Backoff {
  /** Throws `AuthError` while that time lasts. With another *held* than then, it is over: it may go better now. */
  check(held: object | null): void;
  /** It has failed with *held*; the service may have said after how many seconds to come back. */
  failed(held: object | null, retryAfter: number | null): void;
}

export function backoff(): Backoff {
  let failedWith: object | null | undefined;
  let seconds = 0;
  /** In milliseconds, by the clock of `performance`. */
  let until = 0;

  return {
    check(held) {
      const left = (until - performance.now()) / 1_000;
      if (held === failedWith && left > 0) throw new AuthError("unavailable", { retryAfter: Math.ceil(left) });
    },
    failed(held, retryAfter) {
      seconds = held === failedWith ? Math.min(60, seconds * 2) : 1;
      failedWith = held;
      // Clients that failed together should not return together, nor sooner than the service asked.
      until = performance.now() + (retryAfter ?? seconds) * (1_000 + Math.random() * 100);
    },
  };
}
