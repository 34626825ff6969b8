import { type Problem, problemIn } from "../service/answer";
import type { Service } from "../service/service";
import { keepPlace } from "./place";

/** Leave for *provider*, to sign in with it, or to link it to the account that is signed in. Resolves to a problem. */
export async function leaveFor(service: Service, provider: string, isLink = false): Promise<Problem | null> {
  const path = `browser/identities/${provider}/start/`;
  const answer = isLink
    ? await service.asUser<{ url: string }>("POST", path, { link: true })
    : await service.asVisitor<{ url: string }>("POST", path, {});
  if (!answer.ok) return problemIn(answer);
  keepPlace(location.hash);
  location.assign(answer.data.url);
  return null;
}
