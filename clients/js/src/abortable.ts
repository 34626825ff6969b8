/**
 * Do *act* with a signal that is aborted after *time* milliseconds, and when *outer* is.
 *
 * `AbortSignal.any` and `AbortSignal.timeout` are not in React Native.
 */
export async function abortable<T>(
  time: number,
  outer: AbortSignal | undefined,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, time);
  if (outer?.aborted) abort();
  outer?.addEventListener("abort", abort);
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", abort);
  }
}
