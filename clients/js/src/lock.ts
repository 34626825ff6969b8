import { abortable } from "./abortable.js";

/**
 * Do *act* while no other tab does. After three seconds, or where there are no locks, do it nevertheless: the service
 * copes with two at once, and a tab that sleeps may hold a lock for hours.
 */
export async function inLock<T>(name: string, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined;
  const begin = () => (begun ??= act());
  try {
    await abortable(3_000, signal, (limit) => navigator.locks.request(name, { signal: limit }, begin));
  } catch {
    // There are no locks, or it came too late. Or *act* has failed, which is told below.
  }
  return begin();
}
