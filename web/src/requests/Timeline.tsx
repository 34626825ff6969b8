import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { CSSProperties } from "react";
import type { Exchange } from "../service/transport";
import { milliseconds } from "../words/time";
import { count, label, type Run } from "./run";

interface Props {
  title: string;
  run: Run | undefined;
  /** How many milliseconds the whole width stands for. */
  scale: number;
}

/** A run as bars, which are a list with words, too. */
export function Timeline({ title, run, scale }: Props) {
  return (
    <section className="lane" aria-label={title}>
      <h3>{title}</h3>
      {run ? (
        <>
          <Counts {...run} />
          <ol className="bars">
            {run.exchanges.map((exchange) => (
              <Bar key={exchange.id} exchange={exchange} name={label(exchange, run.exchanges)} scale={scale} />
            ))}
          </ol>
        </>
      ) : (
        <p className="quiet">
          <Trans>Not sent yet.</Trans>
        </p>
      )}
    </section>
  );
}

function Bar({ exchange, name, scale }: { exchange: Exchange; name: string; scale: number }) {
  const { start, end, status } = exchange;
  const length = (end ?? scale) - start;
  const began = milliseconds(start);
  const style = { "--start": start / scale, "--length": length / scale } as CSSProperties;
  return (
    <li className={`bar ${looks(exchange)}`}>
      <span className="name">{name}</span>
      <span className="status">{status ?? (end === null ? "…" : t`no answer`)}</span>
      <span className="track" style={style} aria-hidden="true" />
      <span className="took">
        {end !== null && (
          <>
            <span className="hidden">{t`began after ${began}, took`} </span>
            {milliseconds(length)}
          </>
        )}
      </span>
    </li>
  );
}

function looks({ kind, status, end }: Exchange): string {
  if (end === null) return "waiting";
  if (status === null) return "unanswered";
  if (status >= 400) return "refused";
  return kind === "refresh" ? "refresh" : "answered";
}

/** How many of each, in the colours of the bars. */
function Counts({ exchanges, isOver }: Run) {
  if (!isOver)
    return (
      <p className="counts">
        <Trans>Under way…</Trans>
      </p>
    );
  const { refused, refreshes, answered, unanswered, throttled } = count(exchanges);
  const parts = [
    { looks: "refused", number: refused, words: plural(refused, { one: "# refused", other: "# refused" }) },
    { looks: "refresh", number: refreshes, words: plural(refreshes, { one: "# refresh", other: "# refreshes" }) },
    { looks: "answered", number: answered, words: plural(answered, { one: "# answered", other: "# answered" }) },
    { looks: "throttled", number: throttled, words: plural(throttled, { one: "# too many", other: "# too many" }) },
    {
      looks: "unanswered",
      number: unanswered,
      words: plural(unanswered, { one: "# without an answer", other: "# without an answer" }),
    },
  ];
  return (
    <p className="counts">
      {parts
        .filter(({ number, looks }) => number > 0 || (looks === "refresh" && unanswered === 0))
        .map(({ looks, words }) => (
          <span key={looks} className={looks}>
            {words}
          </span>
        ))}
    </p>
  );
}
