import { Trans } from "@lingui/react/macro";
import { useNow } from "../words/useNow";
import { inWords } from "./claimWords";
import { SignatureReport } from "./SignatureReport";
import type { TokenParts } from "./tokenParts";

interface Props {
  token: string;
  parts: TokenParts;
  isMine: boolean;
}

/** A token: its parts, what they say, and whether its signature is genuine. */
export function TokenDetails({ token, parts, isMine }: Props) {
  const claims = inWords(parts.claims, useNow());
  return (
    <>
      <p className="token">
        <span className="header-part">{parts.text.header}</span>.
        <span className="payload-part">{parts.text.payload}</span>.
        <span className="signature-part">{parts.text.signature}</span>
      </p>
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
      <section aria-labelledby="signature">
        <h2 id="signature">
          <Trans>Signature</Trans>
        </h2>
        <SignatureReport key={token} token={token} parts={parts} isMine={isMine} />
      </section>
      <section aria-labelledby="claims">
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
    </>
  );
}
