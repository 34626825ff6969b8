import { Trans } from "@lingui/react/macro";
import { useCallback, useEffect, useState } from "react";
import { Button } from "../forms/Button";
import { useSite } from "../site";

/** For a user who was signed in here, when the service can't be asked whether that still holds. Nothing for anybody else. */
export function LostSession() {
  const { auth } = useSite();
  const [isLost, setIsLost] = useState(false);

  const ask = useCallback(
    () =>
      auth.getAccessToken().then(
        () => setIsLost(false),
        () => setIsLost(true),
      ),
    [auth],
  );
  useEffect(() => void ask(), [ask]);

  return (
    <div role="alert">
      {isLost && (
        <div className="lost">
          <p>
            <Trans>The service can't be reached, so this page can't find out whether you are still signed in.</Trans>
          </p>
          <Button onPress={ask}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
