import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { News } from "../session/useSessionNews";
import { timeOfDay } from "../words/time";

/** What happens in one tab shows in all. */
export function Tabs({ news }: { news: News[] }) {
  return (
    <section className="card" aria-labelledby="tabs">
      <h2 id="tabs">
        <Trans>In every tab</Trans>
      </h2>
      <p>
        <Trans>
          <a href="/" target="_blank" rel="noopener">
            Open a second tab
          </a>{" "}
          and sign out there: this one follows. One tab refreshes, and all tabs get the new token.
        </Trans>
      </p>
      <ol className="news" aria-live="polite" aria-label={t`What happened to the session in this tab`}>
        {news.length === 0 && (
          <li className="quiet">
            <Trans>Nothing has happened since this page was loaded.</Trans>
          </li>
        )}
        {news.map(({ id, at, words }) => (
          <li key={id}>
            <span className="quiet">{timeOfDay(at)}</span> {words}
          </li>
        ))}
      </ol>
    </section>
  );
}
