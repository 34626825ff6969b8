import { i18n } from "@lingui/core";
import { msg, plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Button } from "../forms/Button";
import { Choice } from "../forms/Choice";
import { ViewFrame } from "../layout/ViewFrame";
import { useSite } from "../site";
import { createNaiveClient } from "./naiveClient";
import { COUNT, type Counts, type Run, run } from "./run";
import { Timeline } from "./Timeline";

const CLIENTS = { ours: msg`Our client`, tutorial: msg`The tutorial's client` } as const;
type Client = keyof typeof CLIENTS;

export function Requests() {
  const { auth, page, transport } = useSite();
  const [client, setClient] = useState<Client>("ours");
  const [isDown, setIsDown] = useState(false);
  const [isExpired, setIsExpired] = useState(false);
  const [runs, setRuns] = useState<Partial<Record<Client, Run>>>({});
  const [message, setMessage] = useState("");

  // The accidents of this view stay in it.
  useEffect(() => () => transport.cutOff(false), [transport]);
  useEffect(() => () => transport.expire(null), [transport]);

  async function expire() {
    const token = await auth.getAccessToken().catch(() => null);
    transport.expire(token);
    setIsExpired(token !== null);
    setMessage(
      token ? t`The token is spoiled: the service will refuse it.` : t`There is no token now, and no service.`,
    );
  }

  async function send() {
    setMessage("");
    const request = client === "ours" ? auth.fetch : await naiveRequest();
    const counts = await run(transport, request, `${page.api}users/me/`, (made) =>
      setRuns((runs) => ({ ...runs, [client]: made })),
    );
    if (!isDown) {
      transport.expire(null);
      setIsExpired(false);
    }
    setMessage(outcome(counts));
  }

  async function naiveRequest() {
    const token = (await auth.getAccessToken().catch(() => null)) ?? "";
    return createNaiveClient(transport.fetch, `${page.api}browser/token/refresh/`, token).request;
  }

  const end = Math.max(
    ...Object.values(runs).flatMap(({ exchanges }) => exchanges.map(({ end, start }) => end ?? start)),
    1,
  );
  return (
    <ViewFrame
      title={t`Requests`}
      lead={t`Let your token expire, and send five requests at once. Each is refused; how often does the client refresh?`}
    >
      <div className="controls">
        <Choice legend={t`Sent by`} name="client" options={CLIENTS} value={client} onChange={setClient} />
        <label className="check">
          <input
            type="checkbox"
            checked={isDown}
            onChange={(event) => {
              setIsDown(event.target.checked);
              transport.cutOff(event.target.checked);
            }}
          />
          <Trans>Server down</Trans>
        </label>
        <div className="buttons">
          <Button busy={isExpired} onPress={expire}>
            <Trans>Expire my token</Trans>
          </Button>
          <Button kind="first" onPress={send}>
            <Trans>Send 5</Trans>
          </Button>
        </div>
      </div>
      <p className="said" role="status">
        {message}
      </p>
      <div className="lanes">
        {(Object.keys(CLIENTS) as Client[]).map((name) => (
          <Timeline key={name} title={i18n._(CLIENTS[name])} run={runs[name]} scale={end} />
        ))}
      </div>
      <p className="hint">
        <Trans>
          Nobody can make a real token expire before its time. So this page spoils its signature on the way: the service
          really answers 401. “Server down” is played by the page as well: nothing is sent.
        </Trans>
      </p>
    </ViewFrame>
  );
}

function outcome({ refreshes, answered, unanswered, throttled }: Counts): string {
  if (unanswered > 0)
    return t`No answer from the service. You are still signed in: a network that fails ends no session.`;
  const times = plural(refreshes, { one: "# refresh", other: "# refreshes" });
  const sum = t`${COUNT} requests, ${times}, ${answered} answered.`;
  return throttled > 0 ? t`${sum} The service wants a pause now: so many refreshes are too many. Wait a minute.` : sum;
}
