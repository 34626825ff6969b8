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
  /** Sends what was filled in. Null where all is well, else what is wrong. */
  send: (values: Values) => Promise<Problem | null>;
  button: string;
  kind?: "first" | "second" | "dangerous";
  /** What is said after a success, where the form stays. */
  done?: string;
  /** What was filled in stays there after a success. */
  keep?: boolean;
  children: ReactNode;
  /** Stands beside the button. */
  beside?: ReactNode;
}

/** A form that is sent once however often its button is pressed, and says what was wrong where it was. */
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

/** Nothing that is wrong goes unsaid: what belongs to no field here stands below all of them. */
function messagesOf(problem: Problem, form: HTMLFormElement | null): string[] {
  if (problem.kind !== "fields") return [inWords(problem)];
  const others = Object.entries(problem.fields).filter(([name]) => !form?.elements.namedItem(name));
  return others.flatMap(([, sentences]) => sentences);
}
