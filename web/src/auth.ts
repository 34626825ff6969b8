import { type Auth, createAuth } from "drf-signet-client";
import type { Page } from "./page";
import type { Transport } from "./service/transport";

/** What the service writes into access tokens. */
export type Claims = {
  user_id: string;
  username: string;
  first_name: string;
  last_name: string;
  email: string;
  sid: string;
  exp: number;
};

export type PageAuth = Auth<Claims>;

/** The refresh token in a cookie that no script can read, the access token in the memory of this page. */
export const createPageAuth = (page: Page, transport: Transport): PageAuth =>
  createAuth<Claims>({ baseURL: page.api, mode: "cookie", fetch: transport.fetch });
