import { pause } from "./pause.js";

/**
 * New tokens that other tabs were sent, and may not have received yet.
 *
 * The lock of the refresh passes to the next tab sooner than the message about what was got under it. So each new token
 * has a lock of its own, which is held while the message may be under way. The tab that gets the lock of the refresh
 * looks for those, and waits for what it has not heard.
 */

/** For how many milliseconds a message may be under way. */
const UNDER_WAY = 500;

/** Hold *lock* while the message about its token may be under way. */
export async function announce(lock: string): Promise<void> {
  try {
    await navigator.locks.request(lock, () => pause(UNDER_WAY));
  } catch {
    // There are no locks: then no tab waits for another.
  }
}

/** Wait while a lock *isNews*, but no longer than for one message, or until *isEnough*. */
export async function hearOut(isNews: (lock: LockInfo) => boolean, isEnough: () => boolean): Promise<void> {
  const end = performance.now() + UNDER_WAY;
  try {
    while (performance.now() < end && !isEnough() && (await navigator.locks.query()).held?.some(isNews))
      await pause(10);
  } catch {
    // There are no locks.
  }
}
