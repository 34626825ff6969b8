import { Trans } from "@lingui/react/macro";
import { Button } from "../forms/Button";
import { useAccessToken } from "../session/useAccessToken";
import { TokenDetails } from "./TokenDetails";
import { takeApart } from "./tokenParts";

/** The access token of this page, and the next one on demand. */
export function MyToken() {
  const { token, problem, replace } = useAccessToken();
  const parts = token === null ? null : takeApart(token);
  const next = (
    <Button kind="first" onPress={replace}>
      <Trans>Get a new token</Trans>
    </Button>
  );

  return (
    <>
      <p className="problem" role="alert">
        {problem}
      </p>
      {token && parts ? (
        <TokenDetails token={token} parts={parts} beside={next} />
      ) : (
        <>
          <p role="status">
            <Trans>There is no access token now.</Trans>
          </p>
          {next}
        </>
      )}
    </>
  );
}
