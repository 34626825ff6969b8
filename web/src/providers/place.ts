// Where a user was before the way to a provider began. The browser comes back to one page, whatever it left.

const KEY = "signet.place";

/** Remember the view at *hash*. */
export function keepPlace(hash: string): void {
  try {
    sessionStorage.setItem(KEY, hash);
  } catch {
    // A browser that keeps nothing comes back to the front page.
  }
}

/** What was kept, once; empty where nothing was. It is an address of ours. */
export function takePlace(): string {
  try {
    const hash = sessionStorage.getItem(KEY) ?? "";
    sessionStorage.removeItem(KEY);
    return /^#\/[a-z-]*$/.test(hash) ? hash : "";
  } catch {
    return "";
  }
}
