// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { unmarked } from "./marks";

const SOURCE = new URL("../src/", import.meta.url);
const FILES = readdirSync(SOURCE, { recursive: true, encoding: "utf-8" }).filter((name) =>
  /(?<!\.d)\.tsx?$/.test(name),
);

test("every text that people see is in the catalogues", () => {
  const found = FILES.flatMap((name) =>
    unmarked(readFileSync(new URL(name, SOURCE), "utf-8"), name).map(({ line, text }) => `${name}:${line} ${text}`),
  );
  expect(FILES.length).toBeGreaterThan(40);
  expect(found).toEqual([]);
});

test.each([
  ["<p>Sign in</p>", "Sign in"],
  ["<p>{isOpen ? 'open' : null}</p>", "open"],
  ["<p>{`${count} left`}</p>", "{} left"],
  ["<nav aria-label='Views' />", "Views"],
  ["<img alt='the sea' />", "the sea"],
  ["<input placeholder='name' />", "name"],
  ["<abbr title={`in short`} />", "in short"],
  ["<Field label='Username' />", "Username"],
  ["<Form done={isNew && 'saved'} />", "saved"],
  ["<Trans><abbr title='in full'>i. f.</abbr></Trans>", "in full"],
  ["[{ to: 'home', words: 'home' }]", "home"],
  ["({ home: 'Home' })", "Home"],
  ["say('You are signed out.')", "You are signed out."],
  ["() => { document.title = 'Signed out' }", "Signed out"],
  ["count === 1 ? 'One session' : `${count} sessions`", "One session"],
  ["t`Sign in`", "Sign in"],
])("%s is found", (source, text) => {
  expect(unmarked(`const planted = ${source};`)[0]?.text).toBe(text);
});

test.each([
  "<p className='open wide' aria-live='polite'><Trans>Sign in <b>here</b></Trans></p>",
  "() => t`Sign in`",
  "msg`Sign in`",
  "() => plural(count, { one: '# session', other: '# sessions' })",
  "<p>{name} · {count}</p>",
  "status === 'signed in'",
  "() => { const step: 'go on' | 'over' = 'go on' }",
  "`RS${bits}`",
  "() => { throw new Error('The page is empty.') }",
])("%s is fine", (source) => {
  expect(unmarked(`const planted = ${source};`)).toEqual([]);
});
