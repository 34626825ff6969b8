import { i18n, type MessageDescriptor } from "@lingui/core";

interface Props<Value extends string> {
  legend: string;
  name: string;
  options: Record<Value, MessageDescriptor>;
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few, side by side. */
export function Choice<Value extends string>({ legend, name, options, value, onChange }: Props<Value>) {
  return (
    <fieldset className="choice">
      <legend className="hidden">{legend}</legend>
      {(Object.keys(options) as Value[]).map((option) => (
        <label key={option}>
          <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
          <span>{i18n._(options[option])}</span>
        </label>
      ))}
    </fieldset>
  );
}
