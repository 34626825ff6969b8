import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { LANGUAGES, type Language, nameOf } from "./languages";
import { remember } from "./remember";

/** All languages at once, each by its own name: whoever can't read the page finds theirs. */
export function LanguageMenu() {
  return (
    <nav aria-label={t`Language`} className="languages">
      <ul>
        {LANGUAGES.map((language) => (
          <li key={language}>
            <button
              type="button"
              className="link"
              lang={language}
              aria-current={language === i18n.locale ? "true" : undefined}
              onClick={() => choose(language)}
            >
              {nameOf(language)}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The page comes anew: what the service has said is in its old language. */
function choose(language: Language): void {
  remember(language);
  location.reload();
}
