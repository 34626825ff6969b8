import type { Entry } from "./theft";

/** Each request, and what came of it. */
export function Log({ entries }: { entries: Entry[] }) {
  return (
    <ol className="log" aria-live="polite" aria-label="Requests and answers">
      {entries.map(({ id, who, request, answer, words, isGood }) => (
        <li key={id} className={who.toLowerCase()}>
          <p>
            <strong>{who}</strong> <code>{request}</code>{" "}
            <span className={isGood ? "status good" : "status"}>{answer}</span>
          </p>
          <p>{words}</p>
        </li>
      ))}
    </ol>
  );
}
