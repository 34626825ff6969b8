import { Button } from "../forms/Button";
import { useFocusOnArrival } from "../forms/useFocusOnArrival";
import { useNow } from "../words/useNow";
import { GRACE_SECONDS, type Step, type Theft } from "./theft";

export type Played = Exclude<Step, "open" | "over" | "unnoticed">;

const ACTS: Record<Played, { button: string; words: string }> = {
  copy: {
    button: "Copy the refresh token",
    words: "The thief gets hold of it: from a backup, a log, a lent computer.",
  },
  refresh: { button: "Refresh twice", words: "The owner knows nothing, and goes on as ever." },
  replay: { button: "Replay the stolen token", words: "The thief tries the copy." },
  "refresh again": { button: "Refresh as the owner", words: "The owner's device wants to go on." },
  use: { button: "Use the access token", words: "It was good for five minutes. Is it still?" },
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
    <div className="act" tabIndex={-1} ref={place}>
      <p>{words}</p>
      {step === "replay" && (
        <div className="grace">
          <progress max={GRACE_SECONDS} value={left} aria-label="Grace period left" />
          <p className="count">{left} s</p>
          <p role="status">
            {left > 0
              ? `Tabs of one browser may refresh at once. So for ${GRACE_SECONDS} seconds, the service takes a repeat for another tab.`
              : `The ${GRACE_SECONDS} seconds are over.`}
          </p>
        </div>
      )}
      <Button kind="first" busy={left > 0} onPress={onPlay}>
        {button}
      </Button>
    </div>
  );
}
