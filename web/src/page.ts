// What the service's page says about itself, in the attributes of the element that the app is drawn into.

export interface Demo {
  username: string;
  password: string;
  email: string;
}

export interface Page {
  /** The path of the API, with a slash at its end. */
  api: string;
  /** The path of the admin; null where there is none. */
  admin: string | null;
  /** The credentials that everybody knows; null where the service is for real. */
  demo: Demo | null;
  /** Whether a refresh answers with the next refresh token. */
  rotates: boolean;
  /** Whether one can sign in with a code by mail. */
  hasCodes: boolean;
}

export function readPage(element: HTMLElement): Page {
  const {
    api = "/api/v1/",
    admin = null,
    demoUsername: username,
    demoPassword: password,
    demoEmail: email,
    rotates,
    codes,
  } = element.dataset;
  const demo = username && password && email ? { username, password, email } : null;
  return { api, admin, demo, rotates: rotates !== "false", hasCodes: codes === "true" };
}
