import { backoff } from "./backoff.js";
import { AuthError } from "./errors.js";
import { type Held, hold } from "./held.js";
import { inLock } from "./lock.js";
import { announce, hearOut } from "./news.js";
import { pause } from "./pause.js";
import type { RefreshToken } from "./refresh-token.js";
import type { Answer, Post } from "./service.js";
import type { State } from "./state.js";
import type { Claims } from "./types.js";

/**
 * Get the token after the present one; null if the session is over. Returns at once what has come meanwhile,
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
  const failures = backoff();
  const newsOf = (id: unknown) => `${name} news ${id}`;
  const isNews = ({ name: lock = "" }: LockInfo) =>
    lock.startsWith(newsOf("")) && !state.ids.map(newsOf).includes(lock);

  return () => {
    const before = state.held;
    const epoch = state.epoch.signal;
    const isOvertaken = () => epoch.aborted || state.held !== before;
    let mayRepeat = true;

    return async () => {
      failures.check(before);
      return inLock(name, epoch, async () => {
        // A page that starts holds nothing that news could be newer than.
        if (before) await hearOut(isNews, isOvertaken);
        return ask();
      });
    };

    async function ask(): Promise<string | null> {
      const value = await refreshToken.get();
      if (isOvertaken()) return state.token;
      const presented = refreshToken.present(value);
      if (!presented) {
        state.change(null, "other-tab");
        return null;
      }
      const answer = await post("refresh", presented, epoch);
      const isExchanged = (await refreshToken.get()) !== value;
      const next = received<C>(answer);
      if (next && !isExchanged && !epoch.aborted) {
        void announce(newsOf(next.id));
        await accept(next, answer);
        // Whoever signs out while it is stored is signed out.
        return state.token;
      }
      if (isOvertaken()) return ask();
      // Another tab was faster: ask with what it got.
      if (mayRepeat && (isExchanged || answer.status === 409)) {
        mayRepeat = false;
        await pause(200);
        return ask();
      }
      return giveUp(answer);
    }

    async function giveUp(answer: Answer): Promise<null> {
      const code = failureIn(answer);
      if (code) {
        failures.failed(before, answer.retryAfter);
        throw new AuthError(code, answer);
      }
      const dropped = refreshToken.drop();
      state.change(null, "expired");
      await dropped;
      return null;
    }
  };
}

/** The token that an answer brings, if it brings one. */
export function received<C extends Claims>({ data }: Answer): Held<C> | null {
  return hold<C>(data.access, Number(data.expires_in) * 1_000, Date.now(), Math.random());
}

/** Why there is no token in an answer to a refresh; null where that is because the session is over. */
function failureIn({ status, data: { code } }: Answer): string | null {
  if (status === 401) return null;
  if (status !== 400 && status !== 403) return "unavailable";
  // One with a code of its own was refused for another reason than the session, such as the page that sent it.
  return code ? `${code}` : null;
}
