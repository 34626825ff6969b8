import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../forms/Button";
import { ViewFrame } from "../layout/ViewFrame";
import { addressOf } from "../routes";
import { problemOfError } from "../service/problemOfError";
import { inWords } from "../service/problemWords";
import { useSite } from "../site";

/** Takes over the session whose refresh token is in the cookie by now. */
export function PickUp() {
  const { auth } = useSite();
  const [problem, setProblem] = useState("");
  const hasBegun = useRef(false);

  const pickUp = useCallback(async () => {
    try {
      await auth.pickUp();
    } catch (error) {
      setProblem(inWords(problemOfError(error)));
    }
  }, [auth]);

  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    void pickUp();
  }, [pickUp]);

  return (
    <div className="card narrow">
      <ViewFrame title={problem ? t`You aren't signed in` : t`Signing you in…`}>
        <div className="problem" role="alert">
          {problem && <p>{problem}</p>}
        </div>
        {problem && (
          <p className="buttons">
            <Button kind="first" onPress={pickUp}>
              <Trans>Try again</Trans>
            </Button>
            <a className="way" href={addressOf("sign-in")}>
              <Trans>Back to the sign-in</Trans>
            </a>
          </p>
        )}
      </ViewFrame>
    </div>
  );
}
