import { i18n, type Messages } from "@lingui/core";
import { messages as english } from "../locales/en.po";
import type { Language } from "./languages";

const CATALOGUES: Record<Exclude<Language, "en">, () => Promise<{ messages: Messages }>> = {
  de: () => import("../locales/de.po"),
  es: () => import("../locales/es.po"),
  fr: () => import("../locales/fr.po"),
  ja: () => import("../locales/ja.po"),
};

/** Let the app speak *wanted*. The answer is the language that it speaks: English, where the catalogue can't be had. */
export async function speak(wanted: Language): Promise<Language> {
  const messages = wanted === "en" ? english : await fetchMessages(wanted);
  const language = messages ? wanted : "en";
  // A catalogue of another version lacks texts: they are shown in English.
  i18n.loadAndActivate({ locale: language, messages: { ...english, ...messages } });
  document.documentElement.lang = language;
  return language;
}

const fetchMessages = (language: Exclude<Language, "en">): Promise<Messages | null> =>
  CATALOGUES[language]().then(
    ({ messages }) => messages,
    () => null,
  );
