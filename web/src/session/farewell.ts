// The sentence that users read when they leave, if it is more than "You are signed out."

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
