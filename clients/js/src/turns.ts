/** What does one act after another, in the order in which they were asked for, whatever became of those before. */
export type InTurn = <T>(act: () => Promise<T>) => Promise<T>;

export function turns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const done = last.then(act, act);
    last = done;
    return done;
  };
}
