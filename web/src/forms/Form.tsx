import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import type { Problem } from "../service/answer";
import { inWords } from "../service/problemWords";
import { Button } from "./Button";
import { Problems } from "./Problems";

export type Values = Record<string, string>;

const NONE: string[] = [];
const FieldProblems = createContext<Record<string, string[]>>({});

/** What is wrong with the field *name* of the form around. */
export const useFieldProblems = (name: string): string[] => useContext(FieldProblems)[name] ?? NONE;

interface Props {
  /** Sends what the user filled in. Resolves to null, or to the problem. */
  send: (values: Values) => Promise<Problem | null>;
  button: string;
  kind?: "first" | "second" | "dangerous";
  /** The sentence after a success, for a form that stays. */
  done?: string;
  /** Keep the values after a success. */
  keep?: boolean;
  children: ReactNode;
  /** Shown next to the button. */
  beside?: ReactNode;
}

/** A form that is sent once however often its button is pressed, and shows each error at its field. */
export function Form({ send, button, kind = "first", done, keep = false, children, beside }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const isSending = useRef(false);
  const [state, setState] = useState<{ busy: boolean; problem: Problem | null; isDone: boolean }>({
    busy: false,
    problem: null,
    isDone: false,
  });
  const { busy, problem, isDone } = state;
  const fields = problem?.kind === "fields" ? problem.fields : {};

  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isSending.current) return;
    isSending.current = true;
    setState({ busy: true, problem: null, isDone: false });
    const element = event.currentTarget;
    const values = Object.fromEntries([...new FormData(element)].map(([name, value]) => [name, String(value)]));
    const found = await send(values);
    isSending.current = false;
    if (!found && !keep) element.reset();
    setState({ busy: false, problem: found, isDone: !found });
  }

  return (
    <form ref={form} onSubmit={submit}>
      <FieldProblems value={fields}>{children}</FieldProblems>
      <div className="problem" role="alert">
        {problem && <Problems sentences={messagesOf(problem, form.current)} />}
      </div>
      <p className="buttons">
        <Button busy={busy} kind={kind}>
          {button}
        </Button>
        {beside}
      </p>
      <p className="done" role="status">
        {isDone && done}
      </p>
    </form>
  );
}

/** The errors of fields that this form doesn't have: it shows them below all fields, so that none is lost. */
function messagesOf(problem: Problem, form: HTMLFormElement | null): string[] {
  if (problem.kind !== "fields") return [inWords(problem)];
  const others = Object.entries(problem.fields).filter(([name]) => !form?.elements.namedItem(name));
  return others.flatMap(([, sentences]) => sentences);
}
