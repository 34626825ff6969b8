/** What a tab tells the others. Times are in milliseconds; *at* is the time of the event, by the clock they share. */
export interface Message {
  readonly type: "login" | "refreshed" | "logout";
  readonly at: number;
  /** None after a logout. */
  readonly token?: string;
  readonly lifetime?: number;
}

/** Listen to the other tabs. Where a browser has no BroadcastChannel, or none for this page, each tab is on its own. */
export function openTabs(name: string, hear: (message: Message) => void): BroadcastChannel | null {
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => hear(Object(data));
    // Else Node would wait for other tabs for ever.
    (channel as { unref?: () => void }).unref?.();
    return channel;
  } catch {
    return null;
  }
}
