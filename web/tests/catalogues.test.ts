import { readFileSync } from "node:fs";
import { formatter } from "@lingui/format-po";
import { type CompiledMessage, compileMessage } from "@lingui/message-utils/compileMessage";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../src/language/languages";

const PO = formatter();

async function translations(language: string): Promise<[message: string, translation: string][]> {
  const file = new URL(`../src/locales/${language}.po`, import.meta.url);
  const context = { locale: language, sourceLocale: "en", filename: file.pathname };
  const catalogue = await PO.parse(readFileSync(file, "utf-8"), context);
  return Object.values(catalogue ?? {}).map(({ message = "", translation = "" }) => [message, translation]);
}

/** What a message is filled in with: values by name, and elements by number. A plural has its texts within. */
function placeholders(message: string): string[] {
  const elements = [...message.matchAll(/<\/?\d+\/?>/g)].map(([tag]) => tag);
  return [...new Set([...valuesIn(compileMessage(message)), ...elements])].sort();
}

const valuesIn = (message: CompiledMessage): string[] =>
  tokensIn(message).flatMap(([name, , forms]) => [name, ...formsOf(forms).flatMap(([, form]) => valuesIn(form))]);

const pluralForms = (message: CompiledMessage): string[][] =>
  tokensIn(message).flatMap(([, kind, forms]) => (kind === "plural" ? [formsOf(forms).map(([name]) => name)] : []));

type Token = [name: string, kind?: string, forms?: Record<string, CompiledMessage>];

/** Whatever of *message* is no plain text. */
const tokensIn = (message: CompiledMessage): Token[] =>
  [message].flat().filter((part): part is Token => Array.isArray(part));

const formsOf = (forms: Token[2]): [string, CompiledMessage][] =>
  Object.entries(forms ?? {}).filter(([name]) => name !== "offset");

describe.each(LANGUAGES.slice(1))("the catalogue of %s", (language) => {
  test("is complete", async () => {
    const all = await translations(language);
    expect(all.length).toBeGreaterThan(150);
    expect(all.map(([message]) => message).sort()).toEqual(
      (await translations("en")).map(([message]) => message).sort(),
    );
    expect(all.filter(([, translation]) => !translation.trim()).map(([message]) => message)).toEqual([]);
  });

  test("has the placeholders of the messages", async () => {
    const odd = (await translations(language)).filter(
      ([message, translation]) => placeholders(message).join() !== placeholders(translation).join(),
    );
    expect(odd).toEqual([]);
  });

  test("has the plurals of the language", async () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const forms = (await translations(language)).flatMap(([, translation]) => pluralForms(compileMessage(translation)));
    expect(forms.length).toBeGreaterThan(3);
    for (const form of forms) {
      expect(pluralCategories).toEqual(expect.arrayContaining(form));
      // Only millions are "many", and nothing here counts so far.
      expect(form.sort()).toEqual(pluralCategories.filter((one) => one !== "many").sort());
    }
  });
});

test("a missing placeholder is found", () => {
  expect(placeholders("Hello, {name}")).not.toEqual(placeholders("Hallo"));
  expect(placeholders("<0>Open</0> {n, plural, one {# tab} other {{m} tabs}}")).toEqual(["</0>", "<0>", "m", "n"]);
});
