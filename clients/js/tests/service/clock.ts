import { vi } from "vitest";

const wall = Date.now.bind(Date);
const steady = performance.now.bind(performance);

/** Clocks that tests set. */
export const clock = {
  ahead: 0,
  passed: 0,
  start() {
    this.ahead = 0;
    this.passed = 0;
    vi.spyOn(Date, "now").mockImplementation(() => wall() + (this.ahead + this.passed) * 1_000);
    vi.spyOn(performance, "now").mockImplementation(() => steady() + this.passed * 1_000);
  },
  stop() {
    vi.restoreAllMocks();
  },
};
