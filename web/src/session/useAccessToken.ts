import { t } from "@lingui/core/macro";
import { useCallback, useEffect, useState } from "react";
import { problemOfError } from "../service/problemOfError";
import { inWords } from "../service/problemWords";
import { useSite } from "../site";

export interface AccessToken {
  token: string | null;
  /** Why there is no newer one. */
  problem: string;
  /** Ask for the next one, even if this one is still valid. */
  replace: () => Promise<void>;
}

/** The access token of this page. It stays on view while the page can't reach the service for the next one. */
export function useAccessToken(): AccessToken {
  const { auth } = useSite();
  const [token, setToken] = useState<string | null>(null);
  const [problem, setProblem] = useState("");

  const look = useCallback(
    async (isNew: boolean) => {
      try {
        setToken(isNew ? await auth.refresh() : await auth.getAccessToken());
        setProblem("");
      } catch (error) {
        const why = inWords(problemOfError(error));
        setProblem(t`The page can't get a new token. ${why}`);
      }
    },
    [auth],
  );
  useEffect(() => {
    void look(false);
    return auth.subscribe(({ status }) => {
      if (status === "authenticated") void look(false);
    });
  }, [auth, look]);

  return { token, problem, replace: () => look(true) };
}
