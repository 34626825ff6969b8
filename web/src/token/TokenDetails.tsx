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
        <li className="header-part">header</li>
        <li className="payload-part">payload</li>
        <li className="signature-part">signature</li>
      </ul>
      <section aria-labelledby="signature">
        <h2 id="signature">Signature</h2>
        <SignatureReport key={token} token={token} parts={parts} isMine={isMine} />
      </section>
      <section aria-labelledby="claims">
        <h2 id="claims">Claims</h2>
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
          <summary>As JSON</summary>
          <h3>Header</h3>
          <pre>{JSON.stringify(parts.header, null, 2)}</pre>
          <h3>Payload</h3>
          <pre>{JSON.stringify(parts.claims, null, 2)}</pre>
        </details>
      </section>
    </>
  );
}
