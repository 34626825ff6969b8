import { useCallback, useEffect, useState } from "react";
import type { Problem } from "../service/answer";
import { useSite } from "../site";

interface Known {
  /** Null until the service has said it. */
  hasPassword: boolean | null;
  problem: Problem | null;
  load: () => Promise<void>;
}

/** Whether the user has a password: those who sign in by other means need none. */
export function useHasPassword(): Known {
  const { service } = useSite();
  const [hasPassword, setHasPassword] = useState<boolean | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const load = useCallback(async () => {
    const answer = await service.asUser<{ has_password: boolean }>("GET", "users/me/");
    if (answer.ok) setHasPassword(answer.data.has_password);
    setProblem(answer.ok ? null : answer.problem);
  }, [service]);

  useEffect(() => {
    void load();
  }, [load]);

  return { hasPassword, problem, load };
}
