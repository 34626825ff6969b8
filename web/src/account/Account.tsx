import { t } from "@lingui/core/macro";
import { useAuth } from "drf-signet-client/react";
import { ViewFrame } from "../layout/ViewFrame";
import { inWords } from "../service/problemWords";
import { useSite } from "../site";
import { Address } from "./Address";
import { DeleteAccount } from "./DeleteAccount";
import { Identities } from "./Identities";
import { Names } from "./Names";
import { NewPassword } from "./NewPassword";
import { useHasPassword } from "./useHasPassword";

export function Account() {
  const { user } = useAuth(useSite().auth);
  const { hasPassword, problem, load } = useHasPassword();
  if (!user) return null;
  const { username } = user;
  return (
    <ViewFrame title={t`Account`} lead={`${username}, ${user.email}`}>
      <p className="problem" role="alert">
        {problem && inWords(problem)}
      </p>
      <div className="cards">
        <Names firstName={user.first_name} lastName={user.last_name} />
        {hasPassword !== null && (
          <>
            <Address username={username} hasPassword={hasPassword} />
            <NewPassword username={username} hasPassword={hasPassword} onChange={load} />
          </>
        )}
        <Identities />
        {hasPassword !== null && <DeleteAccount username={username} hasPassword={hasPassword} />}
      </div>
    </ViewFrame>
  );
}
