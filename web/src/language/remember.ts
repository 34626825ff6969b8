// The visitor's choice, in the cookie where Django looks for it: pages, answers and mails of the service follow it.

import type { Language } from "./languages";

const NAME = "django_language";

export function remember(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https.
  document.cookie = cookieOf(language, location.protocol === "https:");
}

/** For a year, and for the whole site. */
export const cookieOf = (language: Language, isSecure: boolean): string =>
  [`${NAME}=${language}`, "Path=/", "Max-Age=31536000", "SameSite=Lax", ...(isSecure ? ["Secure"] : [])].join("; ");

/** The language that was chosen, by the *cookies* of the page; empty where none was. */
export const remembered = (cookies: string): string => new RegExp(`(?:^|; )${NAME}=([^;]*)`).exec(cookies)?.[1] ?? "";
