import { t } from "@lingui/core/macro";
import { useAuth } from "drf-signet-client/react";
import { ViewFrame } from "../layout/ViewFrame";
import { useSite } from "../site";
import { Address } from "./Address";
import { DeleteAccount } from "./DeleteAccount";
import { Names } from "./Names";
import { NewPassword } from "./NewPassword";

export function Account() {
  const { user } = useAuth(useSite().auth);
  if (!user) return null;
  return (
    <ViewFrame title={t`Account`} lead={`${user.username}, ${user.email}`}>
      <div className="cards">
        <Names firstName={user.first_name} lastName={user.last_name} />
        <Address username={user.username} />
        <NewPassword username={user.username} />
        <DeleteAccount username={user.username} />
      </div>
    </ViewFrame>
  );
}
