type Act = (lock: Lock) => unknown;

/** The locks of a browser, as far as the client uses them: in Node there are none. */
export class Locks {
  /** The names that were asked for. */
  readonly asked: string[] = [];
  readonly #held = new Map<string, Promise<unknown>>();

  request = async (name: string, ...given: unknown[]): Promise<unknown> => {
    const act = given.pop() as Act;
    const { signal } = Object(given[0]) as LockOptions;
    this.asked.push(name);
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
    aborted.catch(() => {});
    while (this.#held.has(name)) await Promise.race([this.#held.get(name), aborted]);
    // With any outcome, the lock is free then.
    const done = Promise.resolve(act({ name, mode: "exclusive" })).finally(() => this.#held.delete(name));
    this.#held.set(
      name,
      done.catch(() => {}),
    );
    return done;
  };

  query = async (): Promise<LockManagerSnapshot> => ({ held: [...this.#held.keys()].map((name) => ({ name })) });
}
