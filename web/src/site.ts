import { createContext, useContext } from "react";
import type { PageAuth } from "./auth";
import type { Page } from "./page";
import type { Transport } from "./requests/transport";
import type { Service } from "./service/service";

/** What all views work with. */
export interface Site {
  page: Page;
  auth: PageAuth;
  transport: Transport;
  service: Service;
}

export const SiteContext = createContext<Site | null>(null);

export function useSite(): Site {
  const site = useContext(SiteContext);
  if (!site) throw new Error("There is no site around this component.");
  return site;
}
