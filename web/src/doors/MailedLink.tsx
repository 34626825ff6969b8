import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useCallback, useEffect, useRef, useState } from "react";
import { goTo } from "../arrival/goTo";
import { Button } from "../forms/Button";
import { ViewFrame } from "../layout/ViewFrame";
import { addressOf, linkTokenIn } from "../routes";
import type { Problem } from "../service/answer";
import { problemOfError } from "../service/problemOfError";
import { inWords } from "../service/problemWords";
import { useSite } from "../site";
import { useHash } from "../useHash";
import { ago, moment } from "../words/time";
import { useNow } from "../words/useNow";

/** Where a code and its link were asked for. */
interface AskedFrom {
  device: string;
  ip: string | null;
  at: string;
}

/**
 * The link of a mail with a code. In the browser that asked, it signs in at once; in any other, after a question that
 * shows where it was asked from.
 */
export function MailedLink() {
  const { auth, service } = useSite();
  const token = linkTokenIn(useHash());
  const [asked, setAsked] = useState<AskedFrom | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const hasBegun = useRef(false);

  const follow = useCallback(
    async (more: object) => {
      const answer = await service.asVisitor("POST", "browser/token/link/", { token, ...more });
      if (!answer.ok) {
        const from = askedFrom(answer.problem);
        setAsked(from);
        setProblem(from ? null : answer.problem);
        return;
      }
      // A used token need not stay in the history of the browser. The next view is that of whoever is signed in then.
      history.replaceState(null, "", location.pathname);
      try {
        await auth.pickUp();
      } catch (error) {
        setProblem(problemOfError(error));
      }
    },
    [auth, service, token],
  );

  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    void follow({});
  }, [follow]);

  if (asked && !problem) return <Question asked={asked} onYes={() => follow({ confirmed: true })} />;
  return (
    <div className="card narrow">
      <ViewFrame title={problem ? t`This link doesn't work` : t`Signing you in…`}>
        <div className="problem" role="alert">
          {problem && <p>{sentence(problem)}</p>}
        </div>
        {problem && (
          <p className="ways">
            <a className="way" href={addressOf("code")}>
              <Trans>Get another code</Trans>
            </a>
            <a className="way" href={addressOf("sign-in")}>
              <Trans>Sign in</Trans>
            </a>
          </p>
        )}
      </ViewFrame>
    </div>
  );
}

function Question({ asked, onYes }: { asked: AskedFrom; onYes: () => Promise<void> }) {
  const now = useNow(10_000);
  const seconds = Date.parse(asked.at) / 1000;
  return (
    <div className="card narrow">
      <ViewFrame
        title={t`Sign in on this device?`}
        lead={t`This link was asked for in another browser. Go on only if that was you.`}
      >
        <dl className="facts">
          <dt>
            <Trans>Device</Trans>
          </dt>
          <dd>{asked.device}</dd>
          {asked.ip && (
            <>
              <dt>
                <Trans>IP address</Trans>
              </dt>
              <dd>{asked.ip}</dd>
            </>
          )}
          <dt>
            <Trans>Time</Trans>
          </dt>
          <dd>
            <time dateTime={asked.at} title={moment(seconds)}>
              {ago(seconds, now)}
            </time>
          </dd>
        </dl>
        <p className="buttons">
          <Button kind="first" onPress={onYes}>
            <Trans>It was me: sign me in here</Trans>
          </Button>
          <Button onPress={() => goTo("")}>
            <Trans>It wasn't me</Trans>
          </Button>
        </p>
      </ViewFrame>
    </div>
  );
}

function askedFrom(problem: Problem): AskedFrom | null {
  if (problem.kind !== "refused" || problem.code !== "confirmation_needed") return null;
  const { device = "", ip = null, at = "" } = Object(problem.body?.asked_from);
  return { device, ip, at };
}

/** The sentence about *problem*, which may be about the field of the token. */
const sentence = (problem: Problem): string =>
  problem.kind === "fields" ? Object.values(problem.fields).flat().join(" ") : inWords(problem);
