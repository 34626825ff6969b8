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
    setMessage(answer.ok ? `Signed out: ${session.device}.` : inWords(answer.problem));
    await load();
    // The button is gone with its session.
    said.current?.focus();
  }

  async function endAll() {
    prepareFarewell("You are signed out everywhere.");
    await auth.logout("all");
  }

  return (
    <ViewFrame title="Sessions" lead="Where you are signed in. To sign out here or there takes effect at once.">
      <p className="problem" role="alert">
        {problem}
      </p>
      <p className="done" role="status" tabIndex={-1} ref={said}>
        {sessions || problem ? message : "One moment: asking the service."}
      </p>
      <ul className="sessions">
        {sessions?.map((session) => (
          <SessionItem key={session.id} session={session} onEnd={() => end(session)} />
        ))}
      </ul>
      <div className="buttons">
        <Button kind="dangerous" onPress={endAll}>
          Sign out everywhere
        </Button>
        <Button onPress={load}>Look again</Button>
      </div>
    </ViewFrame>
  );
}
