import { i18n } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import type { Entry } from "./theft";

const NAMES = { owner: msg`Owner`, thief: msg`Thief` };

/** Each request, and what came of it. */
export function Log({ entries }: { entries: Entry[] }) {
  return (
    <ol className="log" aria-live="polite" aria-label={t`Requests and answers`}>
      {entries.map(({ id, who, request, answer, words, isGood }) => (
        <li key={id} className={who}>
          <p>
            <strong>{i18n._(NAMES[who])}</strong> <code>{request}</code>{" "}
            <span className={isGood ? "status good" : "status"}>{answer}</span>
          </p>
          <p>{i18n._(words)}</p>
        </li>
      ))}
    </ol>
  );
}
