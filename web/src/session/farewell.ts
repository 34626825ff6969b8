// What is said to users who leave, where it is more than that they are signed out.

import { t } from "@lingui/core/macro";

let words: string | null = null;

/** Say *text* at the next sign-out. */
export function prepareFarewell(text: string): void {
  words = text;
}

export function takeFarewell(): string {
  const taken = words ?? t`You are signed out.`;
  words = null;
  return taken;
}
