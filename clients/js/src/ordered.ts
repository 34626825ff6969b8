import { turns } from "./turns.js";

/** How long one call may take, in milliseconds. */
const LIMIT = 3_000;

/** Calls in their order: each is made when the one before is done, or has taken too long. */
export interface Ordered {
  /**
   * Call *act* in its turn. Rejects if that throws or rejects, or takes too long; then *late* is told when it is done
   * after all.
   */
  call(act: () => unknown, late?: () => void): Promise<unknown>;
  /** Has a call taken too long, and none been answered since? */
  isSilent(): boolean;
}

export function inOrder(): Ordered {
  const inTurn = turns();
  let isSilent = false;

  function bounded(act: () => unknown, late?: () => void): Promise<unknown> {
    const doing = (async () => act())();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        isSilent = true;
        reject();
        if (late) doing.then(late, () => {});
      }, LIMIT);
      const answered = () => {
        clearTimeout(timer);
        isSilent = false;
      };
      doing.finally(answered).then(resolve, reject);
    });
  }

  return {
    isSilent: () => isSilent,
    call: (act, late) => inTurn(() => bounded(act, late)),
  };
}
