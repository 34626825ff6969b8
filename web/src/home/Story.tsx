import { Trans } from "@lingui/react/macro";
import { Button } from "../forms/Button";
import { Lanes } from "../requests/Lanes";
import { useRuns } from "../requests/useRuns";
import { addressOf } from "../routes";

/** What Signet is best at, at the press of one button. */
export function Story() {
  const { runs, message, send } = useRuns();
  return (
    <section className="card story" aria-labelledby="story">
      <div className="top">
        <div>
          <h2 id="story">
            <Trans>Five requests, one expired token</Trans>
          </h2>
          <p>
            <Trans>
              The service refuses all five. Our client refreshes once for all of them. The client that many tutorials
              print refreshes five times.
            </Trans>
          </p>
        </div>
        <Button kind="first" onPress={() => send(["ours", "tutorial"], { isExpired: true, isDown: false })}>
          <Trans>Send 5 requests</Trans>
        </Button>
      </div>
      <p className="said" role="status">
        {message}
      </p>
      <Lanes runs={runs} />
      <p className="ways">
        <a className="way" href={addressOf("requests")}>
          <Trans>More ways to try it</Trans>
        </a>
      </p>
    </section>
  );
}
