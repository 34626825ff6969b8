// The languages of the app, which are those of the service.

export const LANGUAGES = ["en", "de", "es", "fr", "ja"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The first of *tags* (BCP 47) that the app speaks, of any region; English if it speaks none. */
export function languageFor(tags: readonly string[]): Language {
  const wanted = tags.map((tag) => tag.toLowerCase().split("-")[0]);
  for (const tag of wanted) {
    const language = LANGUAGES.find((one) => one === tag);
    if (language) return language;
  }
  return "en";
}

/** What a language calls itself, such as "Français". */
export function nameOf(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
