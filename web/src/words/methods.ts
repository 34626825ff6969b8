// How a user signed in, by the names of RFC 8176, in the words of the page's language.

import type { MessageDescriptor } from "@lingui/core";
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";

const WORDS: Readonly<Record<string, MessageDescriptor>> = {
  pwd: msg`with a password`,
  fed: msg`with another account`,
  otp: msg`with a code by e-mail`,
};

/** Such as "with a password". A method that only the project knows has its name. */
export function methodsInWords(methods: readonly string[]): string {
  const words = methods.map((method) => {
    const known = Object.hasOwn(WORDS, method) ? WORDS[method] : undefined;
    return known ? i18n._(known) : method;
  });
  return new Intl.ListFormat(i18n.locale, { type: "unit", style: "long" }).format(words);
}
