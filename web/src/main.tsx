import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { createPageAuth } from "./auth";
import { readPage } from "./page";
import { createService } from "./service/service";
import { createTransport } from "./service/transport";
import { SiteContext } from "./site";
import "./styles/index.css";

const root = document.getElementById("app");
if (!root) throw new Error("The page has no element with the id app.");

const page = readPage(root);
const transport = createTransport(fetch.bind(globalThis));
const auth = createPageAuth(page, transport);
const service = createService(page.api, auth.fetch, transport.fetch);

createRoot(root).render(
  <StrictMode>
    <SiteContext value={{ page, auth, transport, service }}>
      <App />
    </SiteContext>
  </StrictMode>,
);
