export { createAuth } from "./auth.js";
export { decode } from "./decode.js";
export { AuthError, type Failure } from "./errors.js";
export type { Auth, AuthOptions, Claims, Listener, Mode, Session, StorageLike, Why } from "./types.js";
