import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../forms/Button";
import { ViewFrame } from "../layout/ViewFrame";
import { inWords } from "../service/problemWords";
import { prepareFarewell } from "../session/farewell";
import { useSite } from "../site";
import { SessionItem, type SessionOfUser } from "./SessionItem";

export function Sessions() {
  const { auth, service } = useSite();
  const [sessions, setSessions] = useState<SessionOfUser[] | null>(null);
  const [problem, setProblem] = useState("");
  const [message, setMessage] = useState("");
  const said = useRef<HTMLParagraphElement>(null);

  const load = useCallback(async () => {
    const answer = await service.asUser<SessionOfUser[]>("GET", "sessions/");
    if (answer.ok) setSessions(answer.data);
    setProblem(answer.ok ? "" : inWords(answer.problem));
  }, [service]);

  useEffect(() => {
    void load();
    const look = () => void load();
    addEventListener("focus", look);
    return () => removeEventListener("focus", look);
  }, [load]);

  async function end(session: SessionOfUser) {
    if (session.current) return auth.logout();
    const answer = await service.asUser("DELETE", `sessions/${session.id}/`);
    const { device } = session;
    setMessage(answer.ok ? t`Signed out: ${device}.` : inWords(answer.problem));
    await load();
    // The button is gone with its session.
    said.current?.focus();
  }

  async function endAll() {
    prepareFarewell(t`You are signed out everywhere.`);
    await auth.logout("all");
  }

  return (
    <ViewFrame
      title={t`Sessions`}
      lead={t`Where you are signed in. Signing out takes effect at once, on this device or on any other.`}
    >
      <p className="problem" role="alert">
        {problem}
      </p>
      <p className="done" role="status" tabIndex={-1} ref={said}>
        {sessions || problem ? message : t`Loading…`}
      </p>
      <div className="card">
        <ul className="sessions">
          {sessions?.map((session) => (
            <SessionItem key={session.id} session={session} onEnd={() => end(session)} />
          ))}
        </ul>
        <div className="buttons">
          <Button kind="dangerous" onPress={endAll}>
            <Trans>Sign out everywhere</Trans>
          </Button>
          <Button onPress={load}>
            <Trans>Refresh list</Trans>
          </Button>
        </div>
      </div>
    </ViewFrame>
  );
}
