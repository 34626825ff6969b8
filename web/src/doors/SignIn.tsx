import { t } from "@lingui/core/macro";
import { ViewFrame } from "../layout/ViewFrame";
import { SignInForm } from "./SignInForm";

export function SignIn() {
  return (
    <div className="card narrow">
      <ViewFrame title={t`Sign in`}>
        <SignInForm />
      </ViewFrame>
    </div>
  );
}
