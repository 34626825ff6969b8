/**
 * Is a 401 about the token? `WWW-Authenticate` may name another cause, such as a sign-in that is too old, which no
 * refresh will cure. Where it names none, it may be the token.
 */
export const isAboutToken = (challenge: string | null | undefined): boolean =>
  !/\berror=(?!"?invalid_token\b)/.test(challenge as string);
