import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useAuth } from "drf-signet-client/react";
import { useEffect } from "react";
import { MailHint } from "../doors/MailHint";
import { ViewFrame } from "../layout/ViewFrame";
import { takePlace } from "../providers/place";
import { addressOf, isDoor } from "../routes";
import { useSite } from "../site";
import { useHash } from "../useHash";
import { arrivalAt } from "./arrivals";
import { inWords } from "./errorWords";
import { goTo } from "./goTo";
import { PickUp } from "./PickUp";

/** For those who come back from a provider. */
export function Arrived() {
  const { auth } = useSite();
  const { status } = useAuth(auth);
  const arrival = arrivalAt(useHash());
  const isIn = status === "authenticated";
  const isDone = arrival?.kind === "signed_in" && isIn;

  useEffect(() => {
    if (!isDone) return;
    const place = takePlace();
    goTo(isDoor(place) ? "" : place);
  }, [isDone]);

  if (arrival?.kind === "error") return <Failed code={arrival.code} isIn={isIn} />;
  if (arrival?.kind === "linked" && isIn) return <Linked />;
  return isDone ? null : <PickUp />;
}

function Failed({ code, isIn }: { code: string; isIn: boolean }) {
  return (
    <div className="card narrow">
      <ViewFrame title={isIn ? t`The account wasn't linked` : t`You aren't signed in`}>
        <p role="alert">{inWords(code)}</p>
        {code === "email_not_verified" && <MailHint />}
        <p className="ways">
          {isIn ? (
            <a className="way" href={addressOf("account")}>
              <Trans>Back to your account</Trans>
            </a>
          ) : (
            <>
              <a className="way" href={addressOf("sign-in")}>
                <Trans>Back to the sign-in</Trans>
              </a>
              <a className="way" href={addressOf("sign-up")}>
                <Trans>Create account</Trans>
              </a>
            </>
          )}
        </p>
      </ViewFrame>
    </div>
  );
}

function Linked() {
  return (
    <div className="card narrow">
      <ViewFrame
        title={t`The account is linked`}
        lead={t`You can sign in with it from now on, and remove it on the page “Account”.`}
      >
        <p className="ways">
          <a className="way" href={addressOf("account")}>
            <Trans>Back to your account</Trans>
          </a>
        </p>
      </ViewFrame>
    </div>
  );
}
