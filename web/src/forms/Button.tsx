import { type ReactNode, useState } from "react";

interface Props {
  children: ReactNode;
  kind?: "first" | "second" | "dangerous";
  /** A disabled button would lose the focus: this one only does nothing. It is busy by itself until *onPress* is done. */
  busy?: boolean;
  /** A button without it submits the form around. */
  onPress?: () => unknown;
}

export function Button({ children, kind = "second", busy = false, onPress }: Props) {
  const [isPressed, setIsPressed] = useState(false);
  const isBusy = busy || isPressed;

  async function press() {
    if (isBusy) return;
    setIsPressed(true);
    await onPress?.();
    setIsPressed(false);
  }

  return (
    <button type={onPress ? "button" : "submit"} className={kind} aria-disabled={isBusy} onClick={onPress && press}>
      {children}
    </button>
  );
}
