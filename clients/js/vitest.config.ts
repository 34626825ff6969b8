import { defineConfig } from "vitest/config";

export default defineConfig({
  // Of these tests, most wait for sockets: many at once cost little, and two cores need no more than two workers.
  test: { include: ["tests/**/*.test.{ts,tsx}"], maxWorkers: 2, testTimeout: 60_000, hookTimeout: 120_000 },
});
