import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { messages as german } from "../src/locales/de.po";
import { methodsInWords } from "../src/words/methods";
import "./english";

test.each([
  [[], ""],
  [["pwd"], "with a password"],
  [["fed", "otp"], "with another account, with a code by e-mail"],
  [["face", "constructor"], "face, constructor"],
])("%j is said as %j", (methods, words) => {
  expect(methodsInWords(methods)).toBe(words);
});

test("the words are of the page's language", () => {
  const english = i18n.messages;
  i18n.loadAndActivate({ locale: "de", messages: german });
  expect(methodsInWords(["pwd"])).toBe("mit Passwort");
  i18n.loadAndActivate({ locale: "en", messages: english });
});
