/** What a tab tells the others. Times are in milliseconds; *at* is the time of the event, by the clock they share. */
export type Message = NewToken | Logout;

interface NewToken {
  readonly type: "login" | "refreshed";
  readonly at: number;
  readonly id: unknown;
  readonly token: string;
  readonly lifetime: number;
}

interface Logout {
  readonly type: "logout";
  readonly at: number;
}

/** Listen to the other tabs. Where a browser has no BroadcastChannel, or none for this page, each tab is on its own. */
export function openTabs(name: string, hear: (message: Message) => void): BroadcastChannel | null {
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => {
      if (isMessage(data)) hear(data);
    };
    // Otherwise Node would wait for other tabs for ever.
    (channel as { unref?: () => void }).unref?.();
    return channel;
  } catch {
    return null;
  }
}

/** Any script of the page can send anything. The code that holds a new token checks its fields. */
function isMessage(data: unknown): data is Message {
  const { type, at } = Object(data);
  return at > 0 && ["login", "refreshed", "logout"].includes(type);
}
