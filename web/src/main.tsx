import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { createPageAuth } from "./auth";
import { languageFor } from "./language/languages";
import { remembered } from "./language/remember";
import { speak } from "./language/speak";
import { speaking } from "./language/speaking";
import { readPage } from "./page";
import { createService } from "./service/service";
import { createTransport } from "./service/transport";
import { SiteContext } from "./site";
import "./styles/index.css";

const root = document.getElementById("app");
if (!root) throw new Error("The page has no element with the id app.");

void start(root);

async function start(root: HTMLElement): Promise<void> {
  const language = await speak(
    languageFor([remembered(document.cookie), document.documentElement.lang, ...navigator.languages]),
  );
  const page = readPage(root);
  const transport = createTransport(speaking(language, fetch.bind(globalThis)));
  const auth = createPageAuth(page, transport);
  const service = createService(page.api, auth.fetch, transport.fetch);
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <SiteContext value={{ page, auth, transport, service }}>
          <App />
        </SiteContext>
      </I18nProvider>
    </StrictMode>,
  );
}
