import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { ViewFrame } from "../layout/ViewFrame";
import { EXAMPLE } from "../requests/example";
import { Lanes } from "../requests/Lanes";
import { SignInForm } from "./SignInForm";

/** The first page of the demo: what this is, the picture that says most, and the way in. */
export function Landing() {
  return (
    <div className="landing">
      <div className="pitch">
        <ViewFrame
          title={t`JSON Web Tokens for Django REST framework`}
          lead={t`Signet signs users in, renews their tokens without races, and ends them at sign-out. This is its demo: sign in and try everything.`}
        />
      </div>
      <section className="card door" aria-labelledby="door">
        <h2 id="door">
          <Trans>Sign in</Trans>
        </h2>
        <p className="hint">
          <Trans>Demo: username and password are filled in.</Trans>
        </p>
        <SignInForm />
      </section>
      <section className="card story" aria-labelledby="story">
        <h2 id="story">
          <Trans>Five requests, one expired token</Trans>
        </h2>
        <p>
          <Trans>
            The service refuses all five. Our client refreshes once for all of them. The client that many tutorials
            print refreshes five times. Sign in to run it yourself.
          </Trans>
        </p>
        <Lanes runs={EXAMPLE} />
      </section>
    </div>
  );
}
