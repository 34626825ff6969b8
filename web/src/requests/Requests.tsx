import { msg, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "../forms/Button";
import { Check } from "../forms/Check";
import { Choice } from "../forms/Choice";
import { ViewFrame } from "../layout/ViewFrame";
import { CLIENTS, Lanes } from "./Lanes";
import { useRuns } from "./useRuns";

const SENDERS = { both: msg`Both clients`, ...CLIENTS };

export function Requests() {
  const { runs, message, send } = useRuns();
  const [sender, setSender] = useState<keyof typeof SENDERS>("both");
  const [isExpired, setIsExpired] = useState(true);
  const [isDown, setIsDown] = useState(false);
  return (
    <ViewFrame
      title={t`Requests`}
      lead={t`Send five requests at once with an expired token. The service refuses all five. How often does the client refresh?`}
    >
      <section className="card" aria-labelledby="run">
        <h2 id="run" className="hidden">
          <Trans>What each client sends</Trans>
        </h2>
        <div className="controls">
          <Choice legend={t`Sent by`} name="sender" options={SENDERS} value={sender} onChange={setSender} />
          <Check label={t`Expired token`} value={isExpired} onChange={setIsExpired} />
          <Check label={t`Server down`} value={isDown} onChange={setIsDown} />
          <Button
            kind="first"
            onPress={() => send(sender === "both" ? ["ours", "tutorial"] : [sender], { isExpired, isDown })}
          >
            <Trans>Send 5 requests</Trans>
          </Button>
        </div>
        <p className="said" role="status">
          {message}
        </p>
        <Lanes runs={runs} />
      </section>
      <p className="hint below">
        <Trans>
          No page can make a token expire early. So this one spoils the signature on the way, and the service really
          answers 401. With “Server down”, the page sends nothing.
        </Trans>
      </p>
    </ViewFrame>
  );
}
