import { Trans } from "@lingui/react/macro";
import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { useFieldProblems } from "./Form";
import { Problems } from "./Problems";

type InputProps = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  "type" | "autoComplete" | "defaultValue" | "required" | "maxLength" | "autoCapitalize" | "spellCheck"
>;

interface Props extends InputProps {
  label: string;
  name: string;
  hint?: string;
  /** At the end of the field, and after it in the order of the keyboard. */
  beside?: ReactNode;
}

/** A labelled field, with its errors below. */
export function Field({ label, name, hint, beside, required = true, ...input }: Props) {
  const id = useId();
  const problems = useFieldProblems(name);
  const isWrong = problems.length > 0;
  const described = [hint && `${id}-hint`, isWrong && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {!required && (
          <>
            {" "}
            <span className="quiet">
              <Trans>optional</Trans>
            </span>
          </>
        )}
      </label>
      <div className="entry">
        <input
          {...input}
          id={id}
          name={name}
          required={required}
          aria-invalid={isWrong || undefined}
          aria-describedby={described || undefined}
        />
        {beside}
      </div>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {isWrong && (
        <div className="problem" id={`${id}-problem`}>
          <Problems sentences={problems} />
        </div>
      )}
    </div>
  );
}
