import { createContext, useContext } from "react";
import type { PageAuth } from "./auth";
import type { Page } from "./page";
import type { Service } from "./service/service";
import type { Transport } from "./service/transport";

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
