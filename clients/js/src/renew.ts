import { AuthError } from "./errors.js";
import { type Held, hold } from "./held.js";
import { inLock } from "./lock.js";
import { pause } from "./pause.js";
import type { RefreshToken } from "./refresh-token.js";
import type { Answer, Post } from "./service.js";
import type { State } from "./state.js";
import type { Claims } from "./types.js";

/**
 * Get the token after the one that is held; null where the session is over. Returns at once what has come meanwhile,
 * where something has. Throws `AuthError` where neither can be known.
 */
export type Renew = () => Promise<string | null>;

/** What asks for tokens, and has *accept* take them; all within the lock *name*. */
export function renewal<C extends Claims>(
  name: string,
  state: State<C>,
  refreshToken: RefreshToken,
  post: Post,
  accept: (held: Held<C>, answer: Answer) => Promise<void>,
): () => Renew {
  let failedFor: Held<C> | null | undefined;
  /** In seconds. */
  let wait = 0;
  /** In milliseconds, by the clock of `performance`. */
  let until = 0;

  return () => {
    const before = state.held;
    const epoch = state.epoch.signal;
    let repeats = 1;
    return async () => {
      const left = (until - performance.now()) / 1_000;
      // After a sign-in, or with what another tab got, it may go better.
      if (failedFor === before && left > 0) throw new AuthError("unavailable", { retryAfter: Math.ceil(left) });
      return inLock(name, epoch, () => hearOut().then(ask, ask));
    };

    async function ask(): Promise<string | null> {
      const value = await refreshToken.get();
      const presented = refreshToken.present(value);
      if (isOvertaken()) return state.held?.token ?? null;
      if (!presented) {
        state.change(null, "other-tab");
        return null;
      }

      const answer = await post("refresh", presented, epoch);
      const isExchanged = (await refreshToken.get()) !== value;
      const next = received<C>(answer);
      if (next && !isExchanged && !epoch.aborted) {
        const stored = accept(next, answer);
        // What `hearOut` looks for, as long as the message to the other tabs may be under way.
        void inLock(`${name} ${next.at}`, state.epoch.signal, async (lock) => lock && pause(500));
        await stored;
        // Whoever signs out while it is stored is signed out.
        return state.held?.token ?? null;
      }
      if (isOvertaken()) return ask();
      // Another tab was faster: ask with what it got.
      if (repeats-- && (isExchanged || answer.status === 409)) {
        await pause(200);
        return ask();
      }
      const { status, retryAfter } = answer;
      // One with a code of its own was refused for another reason than the session, such as the page that sent it.
      const code = /^40[013]$/.test(`${status}`) ? status !== 401 && answer.data.code : "unavailable";
      if (!code) {
        const dropped = refreshToken.drop();
        state.change(null, "expired");
        await dropped;
        return null;
      }
      wait = failedFor === before ? Math.min(60, wait * 2) : 1;
      failedFor = before;
      // Those who failed together should not come back together, nor sooner than they were told.
      until = performance.now() + (retryAfter ?? wait) * (1_000 + Math.random() * 100);
      throw new AuthError(code as string, answer);
    }

    /** A lock passes to the next tab sooner than the news of what was got under it: wait for those on their way. */
    async function hearOut(): Promise<void> {
      const isNews = ({ name: other }: LockInfo) => Number(other?.split(name)[1]) > (before?.at as number);
      let left = 50;
      while (left-- && !isOvertaken() && (await navigator.locks.query()).held?.some(isNews)) await pause(10);
    }

    function isOvertaken(): boolean {
      return epoch.aborted || state.held !== before;
    }
  };
}

/** The token that an answer brings, if it brings one. */
export const received = <C extends Claims>({ data }: Answer): Held<C> | null =>
  hold<C>(data.access as string, (data.expires_in as number) * 1_000, Date.now());
