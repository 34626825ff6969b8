import { Trans } from "@lingui/react/macro";
import type { Theft } from "./theft";

/** Who holds what, as far as a page should show it: the end of a token tells it from others. */
export function HeldTokens({ theft: { step, refresh, stolen } }: { theft: Theft }) {
  if (!refresh) return null;
  const isOver = step === "over" || step === "use";
  return (
    <dl className="held">
      <div>
        <dt>{isOver ? <Trans>The owner's refresh token, void</Trans> : <Trans>The owner's refresh token</Trans>}</dt>
        <dd>
          <code>{refresh}</code>
        </dd>
      </div>
      {stolen && (
        <div>
          <dt>
            {stolen === refresh ? (
              <Trans>The thief's copy: the same</Trans>
            ) : isOver || step === "refresh again" ? (
              <Trans>The thief's copy, void</Trans>
            ) : (
              <Trans>The thief's copy, replaced meanwhile</Trans>
            )}
          </dt>
          <dd>
            <code>{stolen}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}
