import { Trans } from "@lingui/react/macro";
import { AuthError } from "drf-signet-client";
import { useEffect, useState } from "react";
import { useSite } from "../site";

/** In seconds, where nobody says how long to wait. The client itself waits for longer after each failure. */
const PAUSE = 1;

/** For a user who was signed in here, while the service can't be asked whether that still holds. Nothing for anybody else. */
export function LostSession() {
  const { auth } = useSite();
  const [isLost, setIsLost] = useState(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;

    async function ask() {
      try {
        await auth.getAccessToken();
        if (!isGone) setIsLost(false);
      } catch (error) {
        if (isGone) return;
        setIsLost(true);
        timer = setTimeout(ask, 1_000 * ((error instanceof AuthError && error.retryAfter) || PAUSE));
      }
    }

    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [auth]);

  return (
    <div role="alert">
      {isLost && (
        <div className="lost">
          <p>
            <Trans>
              The service can't be reached, so this page can't find out whether you are still signed in. It tries again
              by itself.
            </Trans>
          </p>
        </div>
      )}
    </div>
  );
}
