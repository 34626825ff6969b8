import { Trans } from "@lingui/react/macro";
import { Button } from "../forms/Button";
import { methodsInWords } from "../words/methods";
import { ago, moment } from "../words/time";
import { useNow } from "../words/useNow";

export interface SessionOfUser {
  id: string;
  device: string;
  ip: string | null;
  methods: readonly string[];
  created_at: string;
  last_used_at: string;
  current: boolean;
}

interface Props {
  session: SessionOfUser;
  onEnd: () => Promise<void>;
}

export function SessionItem({ session: { device, ip, methods, created_at, last_used_at, current }, onEnd }: Props) {
  const now = useNow(10_000);
  return (
    <li>
      <div>
        <p className="device">
          {device}{" "}
          {current && (
            <strong className="tag">
              <Trans>this device</Trans>
            </strong>
          )}
        </p>
        <p className="quiet">
          {ip && `${ip} · `}
          <Trans>
            signed in <Moment at={created_at} now={now} />, last used <Moment at={last_used_at} now={now} />
          </Trans>
          {methods.length > 0 && ` · ${methodsInWords(methods)}`}
        </p>
      </div>
      <Button onPress={onEnd}>
        {current ? (
          <Trans>
            Sign out <span className="hidden">here</span>
          </Trans>
        ) : (
          <Trans>
            Sign out{" "}
            <span className="hidden">
              {device}, {ip}
            </span>
          </Trans>
        )}
      </Button>
    </li>
  );
}

function Moment({ at, now }: { at: string; now: number }) {
  const seconds = Date.parse(at) / 1000;
  return (
    <time dateTime={at} title={moment(seconds)}>
      {ago(seconds, now)}
    </time>
  );
}
