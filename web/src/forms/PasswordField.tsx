import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Field } from "./Field";

interface Props {
  label?: string;
  name?: string;
  isNew?: boolean;
  defaultValue?: string;
  hint?: string;
}

export function PasswordField({ label = t`Password`, name = "password", isNew = false, ...rest }: Props) {
  const [isShown, setIsShown] = useState(false);
  const toggle = (
    <button type="button" className="peek" onClick={() => setIsShown(!isShown)}>
      {isShown ? (
        <Trans>
          Hide <span className="hidden">{label}</span>
        </Trans>
      ) : (
        <Trans>
          Show <span className="hidden">{label}</span>
        </Trans>
      )}
    </button>
  );
  return (
    <Field
      {...rest}
      label={label}
      name={name}
      type={isShown ? "text" : "password"}
      autoComplete={isNew ? "new-password" : "current-password"}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={1024}
      beside={toggle}
    />
  );
}
