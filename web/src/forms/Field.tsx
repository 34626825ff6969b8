import { Trans } from "@lingui/react/macro";
import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { useFieldProblem } from "./Form";

type InputProps = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  "type" | "autoComplete" | "defaultValue" | "required" | "maxLength" | "autoCapitalize" | "spellCheck"
>;

interface Props extends InputProps {
  label: string;
  name: string;
  hint?: string;
  /** Stands at the end of the label's line, and comes after the field for the keyboard. */
  beside?: ReactNode;
}

/** A labelled field, with what is wrong with it below. */
export function Field({ label, name, hint, beside, required = true, ...input }: Props) {
  const id = useId();
  const problem = useFieldProblem(name);
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
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
      <input
        {...input}
        id={id}
        name={name}
        required={required}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described || undefined}
      />
      {beside}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
