import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { createPageAuth } from "./auth";
import { messages } from "./locales/en.po";
import { readPage } from "./page";
import { createService } from "./service/service";
import { createTransport } from "./service/transport";
import { SiteContext } from "./site";
import "./styles/index.css";

const root = document.getElementById("app");
if (!root) throw new Error("The page has no element with the id app.");

i18n.loadAndActivate({ locale: "en", messages });
const page = readPage(root);
const transport = createTransport(fetch.bind(globalThis));
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
