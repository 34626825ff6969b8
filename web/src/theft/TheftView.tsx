import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useAuth } from "drf-signet-client/react";
import { useEffect, useRef, useState } from "react";
import { useHasPassword } from "../account/useHasPassword";
import { Button } from "../forms/Button";
import { Form, type Values } from "../forms/Form";
import { PasswordField } from "../forms/PasswordField";
import { UsernameForManagers } from "../forms/UsernameForManagers";
import { useFocusOnArrival } from "../forms/useFocusOnArrival";
import { ViewFrame } from "../layout/ViewFrame";
import { addressOf } from "../routes";
import { useSite } from "../site";
import { Act } from "./Act";
import { HeldTokens } from "./HeldTokens";
import { Log } from "./Log";
import { open, play, START, signOut, type Theft } from "./theft";

export function TheftView() {
  const { auth, page, service } = useSite();
  const { user } = useAuth(auth);
  const { hasPassword } = useHasPassword();
  const [theft, setTheft] = useState<Theft>(START);
  const [round, setRound] = useState(1);
  const latest = useRef(theft);

  function show(next: Theft) {
    latest.current = next;
    setTheft(next);
  }

  // A user who leaves in the middle leaves no session behind.
  useEffect(() => () => void signOut(latest.current, service), [service]);

  if (!user) return null;
  const { username } = user;
  const { step } = theft;
  const isDemoUser = username === page.demo?.username;

  async function begin({ password = "" }: Values) {
    const opened = await open(service, { username, password });
    if ("kind" in opened) return opened;
    show(opened);
    return null;
  }

  function startAgain() {
    void signOut(theft, service);
    show(START);
    setRound(round + 1);
  }

  return (
    <ViewFrame
      key={round}
      title={t`A stolen refresh token`}
      lead={
        page.rotates
          ? t`A refresh token works once, so a copy gives itself away. Try it with a second session; this one stays signed in.`
          : t`This service doesn't rotate refresh tokens, so a copy is as good as the original. Try it with a second session; this one stays signed in.`
      }
    >
      {step === "open" && hasPassword === false && (
        <div className="act card">
          <p>
            <Trans>The second session takes a password, and you have none.</Trans>
          </p>
          <a className="way" href={addressOf("account")}>
            <Trans>Set a password</Trans>
          </a>
        </div>
      )}
      {step === "open" && hasPassword !== false && (
        <div className="act card">
          <Form send={begin} button={t`Open a second session`}>
            <UsernameForManagers username={username} />
            <PasswordField
              label={t`Your password`}
              {...(isDemoUser && { defaultValue: page.demo?.password, hint: t`Demo: the password is filled in.` })}
            />
          </Form>
        </div>
      )}
      {step === "over" && (
        <End
          words={t`The session is over, and the stolen token with it. The owner can sign in again. The thief can't.`}
          onAgain={startAgain}
        />
      )}
      {step === "unnoticed" && (
        <End
          words={t`Nobody notices. The stolen token works until it expires, or until the owner signs out.`}
          onAgain={startAgain}
        />
      )}
      {step !== "open" && step !== "over" && step !== "unnoticed" && (
        <Act theft={theft} step={step} onPlay={async () => show(await play(theft, service))} />
      )}
      <div className="theft">
        <Log entries={theft.log} />
        <HeldTokens theft={theft} />
      </div>
    </ViewFrame>
  );
}

function End({ words, onAgain }: { words: string; onAgain: () => void }) {
  const place = useFocusOnArrival<HTMLDivElement>();
  return (
    <div className="act card" tabIndex={-1} ref={place}>
      <p className="done">{words}</p>
      <Button onPress={onAgain}>
        <Trans>Start again</Trans>
      </Button>
    </div>
  );
}
