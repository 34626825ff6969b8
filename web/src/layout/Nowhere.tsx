import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { addressOf } from "../routes";
import { ViewFrame } from "./ViewFrame";

/** For a fragment that stands for no view. */
export function Nowhere() {
  return (
    <ViewFrame title={t`There is nothing at this address.`}>
      <p>
        <a className="way" href={addressOf("home")}>
          <Trans>Go to the front page</Trans>
        </a>
      </p>
    </ViewFrame>
  );
}
