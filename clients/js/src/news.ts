import { pause } from "./pause.js";

/** For how many milliseconds a message to the other tabs may be under way. */
const UNDER_WAY = 500;

/**
 * The new tokens of which other tabs have been told, and may not have heard yet.
 *
 * The lock of the refresh passes to the next tab sooner than the message about what was got under it. So each message
 * has a lock of its own, which is held while it may be under way. The tab that gets the lock of the refresh looks for
 * those, and waits for what it has not heard.
 */
export interface News {
  /** Hold a lock for a message that is about to be sent. Returns its name, which goes with the message. */
  announce(): string;
  /** The message with the lock *name* is here. */
  arrived(name: unknown): void;
  /** Wait for messages that are under way, but no longer than for one of them, or until *isEnough*. */
  wait(isEnough: () => boolean): Promise<void>;
}

/** The news of the tabs that share *name*. */
export function newsUnder(name: string): News {
  const prefix = `${name} news `;
  let heard: unknown[] = [];

  function announce(): string {
    const lock = prefix + Math.random();
    arrived(lock);
    void hold(lock);
    return lock;
  }

  function arrived(lock: unknown): void {
    // More are never under way at once.
    heard = [lock, ...heard].slice(0, 100);
  }

  async function isUnderWay(): Promise<boolean | undefined> {
    const { held } = await navigator.locks.query();
    return held?.some(({ name: lock }) => lock?.startsWith(prefix) && !heard.includes(lock));
  }

  async function wait(isEnough: () => boolean): Promise<void> {
    const step = 10;
    try {
      for (let waited = 0; waited < UNDER_WAY && !isEnough() && (await isUnderWay()); waited += step) await pause(step);
    } catch {
      // There are no locks.
    }
  }

  return { announce, arrived, wait };
}

async function hold(lock: string): Promise<void> {
  try {
    await navigator.locks.request(lock, () => pause(UNDER_WAY));
  } catch {
    // There are no locks: then no tab waits for another.
  }
}
