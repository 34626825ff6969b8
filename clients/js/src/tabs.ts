import { type Held, hold } from "./held.js";
import type { Claims } from "./types.js";

/** What a tab tells the others. Times are in milliseconds; *at* is the time of the event, by the clock they share. */
export type Message =
  | { readonly type: "login" | "refreshed"; readonly token: string; readonly lifetime: number; readonly at: number }
  | { readonly type: "logout"; readonly at: number };

/** What a tab makes of that; no token where the other signed out. */
export interface News<C extends Claims> {
  readonly type: Message["type"];
  readonly held: Held<C> | null;
  readonly at: number;
}

/** Listen to the other tabs. Where a browser has no BroadcastChannel, or none for this page, each tab is on its own. */
export function openTabs<C extends Claims>(name: string, hear: (news: News<C>) => void): BroadcastChannel | null {
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => {
      const { type, token, lifetime, at } = Object(data);
      const held = hold<C>(token, lifetime, at);
      if (held || type === "logout") hear({ type, held, at });
    };
    // Else Node would wait for other tabs for ever.
    (channel as { unref?: () => void }).unref?.();
    return channel;
  } catch {
    return null;
  }
}
