import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { slotIn } from "../src/slot.js";

interface Call {
  value: string | null | undefined;
  answer: (found?: string) => void;
  refuse: () => void;
}

/** A storage that answers when it is told to; until then, nothing has happened. */
function slow() {
  const calls: Call[] = [];
  const state = { there: null as string | null };
  const call = (value?: string | null) =>
    new Promise((resolve, reject) => {
      const answer = () => {
        if (value !== undefined) state.there = value;
        resolve(state.there);
      };
      calls.push({ value, answer, refuse: () => reject(new Error("No.")) });
    });
  const access = { get: () => call(), set: (value?: string) => call(value ?? null), remove: () => call(null) };
  return { calls, state, slot: slotIn(() => access, null) };
}

const pass = (time: number) => vi.advanceTimersByTimeAsync(time);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a storage that never answers is waited for once, and what is known counts", async () => {
  const { calls, slot } = slow();
  const done = vi.fn();
  void slot.read().then(done);
  await pass(2_900);
  expect(done).not.toHaveBeenCalled();
  await pass(200);
  expect(done).toHaveBeenCalledWith(null);

  await slot.write("one");
  expect(await slot.read()).toBe("one");
  await slot.write(null);
  expect(await slot.read()).toBeNull();
  expect(calls.length).toBeLessThanOrEqual(2);
  await pass(60_000);
  // No more calls than there were reasons for one.
  expect(calls.map(({ value }) => value)).toEqual([undefined, "one", null]);
});

test("calls reach the storage one after the other", async () => {
  const { calls, state, slot } = slow();
  void slot.write("one");
  void slot.write("two");
  void slot.write(null);
  await pass(0);
  expect(calls).toHaveLength(1);
  for (let next = 0; next < calls.length; next += 1) {
    calls[next]?.answer();
    await pass(0);
  }
  expect(calls.filter(({ value }) => value !== undefined).map(({ value }) => value)).toEqual(["one", "two", null]);
  expect(state.there).toBeNull();
});

test("a write that arrives after the removal that was called later is taken away again", async () => {
  const { calls, state, slot } = slow();
  void slot.write("one");
  await pass(3_100);
  void slot.write(null);
  await pass(0);
  expect(calls.map(({ value }) => value)).toEqual(["one", null]);
  calls[1]?.answer();
  await pass(0);
  calls[0]?.answer();
  expect(state.there).toBe("one");
  await pass(0);
  calls.at(-1)?.answer();
  await pass(0);
  expect(calls.map(({ value }) => value)).toEqual(["one", null, null]);
  expect(state.there).toBeNull();
});

test("a storage that is always too slow is not written to without end", async () => {
  const { calls, state, slot } = slow();
  void slot.write("one");
  void slot.write("two");
  for (let second = 0; second < 120; second += 1) {
    // Each call takes four seconds.
    if (second % 4 === 3) calls[(second - 3) / 4]?.answer();
    await pass(1_000);
  }
  expect(state.there).toBe("two");
  expect(calls.length).toBeLessThanOrEqual(4);
});

test("a value that can't be read for a while is read again afterwards", async () => {
  const { calls, state, slot } = slow();
  state.there = "one";
  const failing = slot.read();
  await pass(0);
  calls[0]?.refuse();
  expect(await failing).toBeNull();
  const reading = slot.read();
  await pass(0);
  calls[1]?.answer();
  expect(await reading).toBe("one");
});

test("a reading that was called before a write doesn't hide it", async () => {
  const { calls, state, slot } = slow();
  state.there = "old";
  const reading = slot.read();
  void slot.write("new");
  await pass(0);
  calls[0]?.answer();
  expect(await reading).toBe("old");
  expect(await slot.read()).toBe("new");
});

test("no timer is left once a storage has answered", async () => {
  const { calls, slot } = slow();
  void slot.read();
  await pass(0);
  expect(vi.getTimerCount()).toBe(1);
  calls[0]?.answer();
  await pass(0);
  expect(vi.getTimerCount()).toBe(0);
});
