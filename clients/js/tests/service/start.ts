import { afterEach } from "vitest";
import { type Auth, type AuthOptions, createAuth, type Session, type Why } from "../../src/index.js";
import { browserFetch, Shelf } from "./browser.js";
import { Service } from "./service.js";

const ADA = { username: "ada", password: "right" };

/** One browser: what its tabs share. */
export interface Browser {
  readonly service: Service;
  readonly shelf: Shelf;
  /** A tab of it; in cookie mode, with its cookies. */
  tab(options?: Partial<AuthOptions>): Tab;
  /** A tab where Ada is signed in. */
  signedIn(options?: Partial<AuthOptions>): Promise<Tab>;
}

export interface Tab {
  readonly auth: Auth;
  readonly told: Why[];
  readonly sessions: Session[];
}

const ending: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

export async function startService(): Promise<Service> {
  const service = await new Service().start();
  ending.push(() => service.stop());
  return service;
}

export async function openBrowser(): Promise<Browser> {
  const service = await startService();
  const shelf = new Shelf();
  const fetch = browserFetch(service.origin);
  const tab = (options: Partial<AuthOptions> = {}): Tab => {
    const told: Why[] = [];
    const sessions: Session[] = [];
    const onEvent = (session: Session, why: Why): void => {
      told.push(why);
      sessions.push(session);
    };
    const auth = createAuth({ baseURL: service.url, mode: { storage: shelf }, fetch, onEvent, ...options });
    ending.push(() => auth.dispose());
    return { auth, told, sessions };
  };
  const signedIn = async (options?: Partial<AuthOptions>): Promise<Tab> => {
    const opened = tab(options);
    await opened.auth.login(ADA);
    return opened;
  };
  return { service, shelf, tab, signedIn };
}
