import { expect, test } from "vitest";
import { LANGUAGES, languageFor, nameOf } from "../src/language/languages";
import { cookieOf, remembered } from "../src/language/remember";
import { speaking } from "../src/language/speaking";

test.each([
  [["de"], "de"],
  [["de-AT", "en"], "de"],
  [["FR-ca"], "fr"],
  [["", "ja"], "ja"],
  [["it", "es-MX", "en"], "es"],
  [["den", "frr"], "en"],
  [["constructor"], "en"],
  [[], "en"],
])("%j is answered in %s", (tags, language) => {
  expect(languageFor(tags)).toBe(language);
});

test("each language has its own name for itself", () => {
  expect(LANGUAGES.map(nameOf)).toEqual(["English", "Deutsch", "Español", "Français", "日本語"]);
});

test("the choice is kept for the whole site, and goes over https alone where the page came so", () => {
  expect(cookieOf("ja", false)).toBe("django_language=ja; Path=/; Max-Age=31536000; SameSite=Lax");
  expect(cookieOf("ja", true)).toBe(`${cookieOf("ja", false)}; Secure`);
});

test.each([
  ["", ""],
  ["django_language=de", "de"],
  ["csrftoken=x; django_language=fr; a=b", "fr"],
  ["not_django_language=de", ""],
])("the cookies %j remember %j", (cookies, language) => {
  expect(remembered(cookies)).toBe(language);
});

test("the service is asked to answer in the language of the page, and for all else as before", async () => {
  const sent: Request[] = [];
  const network = speaking("fr", async (input) => {
    sent.push(input as Request);
    return new Response();
  });
  const headers = { Authorization: "Bearer a", "Accept-Language": "en" };
  await network("http://signet.test/", { method: "POST", body: "{}", headers });
  const [request] = sent;
  expect(request?.headers.get("Accept-Language")).toBe("fr");
  expect(request?.headers.get("Authorization")).toBe("Bearer a");
  expect(await request?.text()).toBe("{}");
});
