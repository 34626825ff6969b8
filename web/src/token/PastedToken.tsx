import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useId, useState } from "react";
import { TokenDetails } from "./TokenDetails";
import { bare, takeApart } from "./tokenParts";

/** Any token, which stays in this page. */
export function PastedToken() {
  const id = useId();
  const [token, setToken] = useState("");
  const parts = takeApart(token);
  const isWrong = token.trim() !== "" && parts === null;
  return (
    <>
      <div className="field card">
        <label htmlFor={id}>
          <Trans>Token</Trans>
        </label>
        <div className="entry">
          <textarea
            id={id}
            rows={4}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="none"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            aria-invalid={isWrong || undefined}
            aria-describedby={`${id}-hint ${id}-problem`}
          />
        </div>
        <p className="hint" id={`${id}-hint`}>
          <Trans>Your browser reads the token. The page sends it nowhere.</Trans>
        </p>
        <p className="problem" id={`${id}-problem`} role="alert">
          {isWrong &&
            t`This is not a token. A token has three parts in base64url with dots between them, and the first two hold JSON.`}
        </p>
      </div>
      {parts && <TokenDetails key={token} token={bare(token)} parts={parts} />}
    </>
  );
}
