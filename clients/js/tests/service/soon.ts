import { vi } from "vitest";

/** Wait until *assertion* holds: what one tab tells another takes a moment. */
export const soon = (assertion: () => void) => vi.waitFor(assertion, { timeout: 1_000, interval: 5 });
