// What is said to users who leave, where it is more than that they are signed out.

const USUAL = "You are signed out.";
let words = USUAL;

/** Say *text* at the next sign-out. */
export function prepareFarewell(text: string): void {
  words = text;
}

export function takeFarewell(): string {
  const taken = words;
  words = USUAL;
  return taken;
}
