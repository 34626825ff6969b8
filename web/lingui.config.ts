import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

// What gettext's own tools ask of a header.
const HEADER = {
  "Project-Id-Version": "Signet",
  "PO-Revision-Date": "2026-11-29 12:00+0000",
  "Last-Translator": "The Signet project",
  "Language-Team": "The Signet project",
};

// The gettext catalogues of the app. Their plurals are in ICU's form, so they need no plural rules of their own.
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "de", "es", "fr", "ja"],
  catalogs: [
    {
      // Elsewhere, `make check` extracts them again, to compare.
      path: `${process.env.SIGNET_CATALOGUES ?? "<rootDir>/src/locales"}/{locale}`,
      include: ["<rootDir>/src"],
    },
  ],
  format: formatter({ lineNumbers: false, customHeaderAttributes: HEADER }),
});
