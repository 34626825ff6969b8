export { createAuth } from "./auth.js";
export { decode } from "./decode.js";
export { type AskedFrom, AuthError, type Code, type Failure } from "./errors.js";
export type {
  Auth,
  AuthOptions,
  Claims,
  Listener,
  Mode,
  Paths,
  SecureStoreLike,
  Session,
  StorageLike,
  Why,
} from "./types.js";
