import { plural, t } from "@lingui/core/macro";
import { useEffect, useState } from "react";
import { useSite } from "../site";
import { EXAMPLE } from "./example";
import { createNaiveClient } from "./naiveClient";
import { COUNT, type Counts, type Run, run } from "./run";

export type Client = "ours" | "tutorial";
export type Runs = Partial<Record<Client, Run>>;

export interface Conditions {
  /** The service refuses the token, as if its time were over. */
  isExpired: boolean;
  /** Nothing gets through. */
  isDown: boolean;
}

export interface Sending {
  /** A recorded example until something is sent. */
  runs: Runs;
  /** What came of it. */
  message: string;
  send: (clients: readonly Client[], conditions: Conditions) => Promise<void>;
}

/** Sends *COUNT* requests at once with one client after the other. */
export function useRuns(): Sending {
  const { auth, page, transport } = useSite();
  const [isExample, setIsExample] = useState(true);
  const [runs, setRuns] = useState<Runs>({});
  const [message, setMessage] = useState("");

  // The accidents of this view stay in it.
  useEffect(() => () => transport.cutOff(false), [transport]);
  useEffect(() => () => transport.expire(null), [transport]);

  async function send(clients: readonly Client[], { isExpired, isDown }: Conditions) {
    setIsExample(false);
    setMessage("");
    setRuns((runs) =>
      Object.fromEntries(Object.entries(runs).filter(([client]) => !clients.includes(client as Client))),
    );
    const said: string[] = [];
    for (const client of clients) {
      const token = await auth.getAccessToken().catch(() => null);
      transport.expire(isExpired ? token : null);
      transport.cutOff(isDown);
      const request =
        client === "ours"
          ? auth.fetch
          : createNaiveClient(transport.fetch, `${page.api}browser/token/refresh/`, token ?? "").request;
      const counts = await run(transport, request, `${page.api}users/me/`, (made) =>
        setRuns((runs) => ({ ...runs, [client]: made })),
      );
      transport.cutOff(false);
      transport.expire(null);
      said.push(outcome(client, counts));
    }
    setMessage([...new Set(said)].join(" "));
  }

  return isExample
    ? { runs: EXAMPLE, message: t`An example. Press the button to see your own.`, send }
    : { runs, message, send };
}

function outcome(client: Client, { refreshes, answered, unanswered, throttled }: Counts): string {
  if (unanswered > 0) return t`No answer from the service. You are still signed in: a network failure ends no session.`;
  const times = plural(refreshes, { one: "# refresh", other: "# refreshes" });
  const sum =
    client === "ours"
      ? t`Our client: ${COUNT} requests, ${times}, ${answered} answered.`
      : t`The tutorial's client: ${COUNT} requests, ${times}, ${answered} answered.`;
  return throttled > 0 ? t`${sum} The service refuses so many refreshes for now. Wait a minute.` : sum;
}
