import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useId, useState } from "react";
import { TokenDetails } from "./TokenDetails";
import { takeApart } from "./tokenParts";

/** Any token, which stays in this page. */
export function PastedToken() {
  const id = useId();
  const [token, setToken] = useState("");
  const parts = takeApart(token);
  const isWrong = token.trim() !== "" && parts === null;
  return (
    <>
      <div className="field">
        <label htmlFor={id}>
          <Trans>Token</Trans>
        </label>
        <textarea
          id={id}
          rows={5}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          value={token}
          onChange={(event) => setToken(event.target.value)}
          aria-invalid={isWrong || undefined}
          aria-describedby={`${id}-hint ${id}-problem`}
        />
        <p className="hint" id={`${id}-hint`}>
          <Trans>It is taken apart in this page, and sent nowhere.</Trans>
        </p>
        <p className="problem" id={`${id}-problem`} role="alert">
          {isWrong &&
            t`That is no token: there should be three parts in base64url with dots between them, the first two JSON.`}
        </p>
      </div>
      {parts && <TokenDetails key={token} token={token.trim()} parts={parts} isMine={false} />}
    </>
  );
}
