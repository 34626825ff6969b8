import { pause } from "./pause.js";

const LONGEST_WAIT = 3_000;
/** In milliseconds: a lock can be faster than the message that tells other tabs what was got under it. */
const HANDOVER = 30;

/**
 * Do *act* while no other tab does. After three seconds, or where there are no locks, do it nevertheless: the service
 * copes with two at once, and a tab that sleeps may hold a lock for hours.
 */
export function inLock<T>(name: string, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  return new Promise((resolve) => {
    const release = () => pause(HANDOVER);
    const begin = (): Promise<void> => {
      const begun = act();
      resolve(begun);
      return begun.then(release, release);
    };
    const patience = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT)]);
    void (globalThis.navigator?.locks?.request(name, { signal: patience }, begin).catch(begin) ?? begin());
  });
}
