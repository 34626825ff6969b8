import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { Button } from "../forms/Button";
import { useFocusOnArrival } from "../forms/useFocusOnArrival";
import { shortSeconds } from "../words/time";
import { useNow } from "../words/useNow";
import { GRACE_SECONDS, type Step, type Theft } from "./theft";

export type Played = Exclude<Step, "open" | "over" | "unnoticed">;

const ACTS: Record<Played, { button: MessageDescriptor; words: MessageDescriptor }> = {
  copy: {
    button: msg`Copy the refresh token`,
    words: msg`The thief finds the token in a backup, in a log, or on a borrowed computer.`,
  },
  refresh: { button: msg`Refresh twice`, words: msg`The owner knows nothing and keeps working.` },
  replay: { button: msg`Replay the stolen token`, words: msg`The thief tries the copy.` },
  "refresh again": { button: msg`Refresh as the owner`, words: msg`The owner's device tries to continue.` },
  use: { button: msg`Use the access token`, words: msg`The access token was valid for five minutes. Is it still?` },
};

/** A little longer than the service counts: it began earlier. */
const secondsLeft = (passed: number) => Math.min(GRACE_SECONDS, Math.max(0, Math.ceil(GRACE_SECONDS + 0.5 - passed)));

interface Props {
  theft: Theft;
  step: Played;
  onPlay: () => Promise<void>;
}

/** What comes next, and the button for it. */
export function Act({ theft, step, onPlay }: Props) {
  const passed = useNow(250) - theft.refreshedAt / 1000;
  const left = step === "replay" ? secondsLeft(passed) : 0;
  const { button, words } = ACTS[step];
  const place = useFocusOnArrival<HTMLDivElement>();
  return (
    <div className="act card" tabIndex={-1} ref={place}>
      <p>{i18n._(words)}</p>
      {step === "replay" && (
        <div className="grace">
          <progress max={GRACE_SECONDS} value={left} aria-label={t`Grace period left`} />
          <p className="count">{shortSeconds(left)}</p>
          <p role="status">
            {left > 0
              ? t`Two tabs may refresh at the same time. So for ${GRACE_SECONDS} seconds, the service treats a repeat as another tab.`
              : t`The ${GRACE_SECONDS} seconds are over.`}
          </p>
        </div>
      )}
      <Button kind="first" busy={left > 0} onPress={onPlay}>
        {i18n._(button)}
      </Button>
    </div>
  );
}
