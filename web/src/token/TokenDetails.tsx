import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useNow } from "../words/useNow";
import { inWords } from "./claimWords";
import { SignatureReport } from "./SignatureReport";
import type { TokenParts } from "./tokenParts";

interface Props {
  token: string;
  parts: TokenParts;
  /** What else can be done with it; nothing for a token of somebody else. */
  beside?: ReactNode;
}

/** A token: its parts, what they say, and whether its signature is genuine. */
export function TokenDetails({ token, parts, beside }: Props) {
  const claims = inWords(parts.claims, useNow());
  return (
    <div className="details">
      <div className="card">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by keyboard */}
        <section className="token" tabIndex={0} aria-label={t`The token`}>
          <span className="header-part">{parts.text.header}</span>.
          <span className="payload-part">{parts.text.payload}</span>.
          <span className="signature-part">{parts.text.signature}</span>
        </section>
        <ul className="legend">
          <li className="header-part">
            <Trans>header</Trans>
          </li>
          <li className="payload-part">
            <Trans>payload</Trans>
          </li>
          <li className="signature-part">
            <Trans>signature</Trans>
          </li>
        </ul>
        {beside}
        <section aria-labelledby="signature">
          <h2 id="signature">
            <Trans>Signature</Trans>
          </h2>
          <SignatureReport key={token} token={token} parts={parts} isMine={Boolean(beside)} />
        </section>
      </div>
      <section className="card" aria-labelledby="claims">
        <h2 id="claims">
          <Trans>Claims</Trans>
        </h2>
        <dl className="claims">
          {claims.map(({ name, value, words }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd className="value">{value}</dd>
              <dd className="words">{words}</dd>
            </div>
          ))}
        </dl>
        <details>
          <summary>
            <Trans>As JSON</Trans>
          </summary>
          <h3>
            <Trans>Header</Trans>
          </h3>
          <pre>{JSON.stringify(parts.header, null, 2)}</pre>
          <h3>
            <Trans>Payload</Trans>
          </h3>
          <pre>{JSON.stringify(parts.claims, null, 2)}</pre>
        </details>
      </section>
    </div>
  );
}
