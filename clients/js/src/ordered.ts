/** Calls in their order: each is made when the one before is done, or has taken too long. */
export interface Ordered {
  /**
   * Call *act* in its turn. Rejects if that throws or rejects, or takes too long; then *late* is told when it is done
   * after all.
   */
  call(act: () => unknown, late?: () => void): Promise<unknown>;
  /** Has a call taken too long, and none been answered since? */
  readonly isSilent: boolean;
}

/** For calls that may take *limit* milliseconds each. */
export function inOrder(limit: number): Ordered {
  let last: Promise<unknown> = Promise.resolve();
  let isSilent = false;

  function bounded(act: () => unknown, late?: () => void): Promise<unknown> {
    const doing = (async () => act())();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        isSilent = true;
        reject();
        if (late) doing.then(late, () => {});
      }, limit);
      const answered = () => {
        clearTimeout(timer);
        isSilent = false;
      };
      doing.finally(answered).then(resolve, reject);
    });
  }

  return {
    get isSilent() {
      return isSilent;
    },
    call(act, late) {
      const done = last.then(() => bounded(act, late));
      last = done.catch(() => {});
      return done;
    },
  };
}
