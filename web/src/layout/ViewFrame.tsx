import { type ReactNode, useEffect, useRef } from "react";

let isFirst = true;

interface Props {
  title: string;
  /** What this view is for, in a sentence. */
  lead?: ReactNode;
  children?: ReactNode;
}

/** A view: its heading gets the focus when it comes, so that the keyboard and screen readers come along. */
export function ViewFrame({ title, lead, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, []);
  useEffect(() => {
    document.title = `${title} - Signet`;
  }, [title]);

  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </>
  );
}
