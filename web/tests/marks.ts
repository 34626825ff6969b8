// Finds what people would see, and no catalogue has.

import { type ESTree, parseSync } from "vite";

type Node = ESTree.Node;

/** The macros whose texts are in the catalogues. */
const MACROS = new Set(["t", "msg", "plural", "select", "selectOrdinal", "Trans", "Plural", "Select"]);

/** The attributes of elements and components that nobody sees. */
const UNSEEN = new Set([
  ...["key", "id", "className", "htmlFor", "name", "type", "kind", "looks", "href", "target", "rel", "role", "lang"],
  ...["autoComplete", "autoCapitalize", "aria-labelledby", "aria-describedby", "aria-live", "aria-hidden"],
  ...["aria-current", "dateTime", "value", "to", "view", "current", "step"],
]);

/** The members of objects that hold what is seen. */
const SEEN = new Set(["words", "title", "label", "lead", "hint", "button", "done", "legend", "text", "placeholder"]);

const LETTER = /\p{L}/u;
/** A word with a capital, or several words, or values between words. */
const PROSE = /^\p{Lu}\p{Ll}+$|[\p{L}}][.,:;!?…]?\s+[\p{L}{]|\p{L}[.!?…]$/u;
/** Alike in every language: the name of the project, requests, and their headers. */
const ALIKE = /^(Signet|(GET|POST) [\w/]+|Bearer \{\})$/;

export interface Found {
  line: number;
  text: string;
}

/** Every text of *source* that looks as if people saw it, and isn't marked; and every mark that comes too early. */
export function unmarked(source: string, name = "view.tsx"): Found[] {
  const { program, errors } = parseSync(name, source);
  if (errors.length > 0) throw new Error(`${name} is no TypeScript.`);
  const nodes = [...walk(program, [])];
  const types = new Set(nodes.map(([node]) => (node.type === "TSLiteralType" ? textOf(node.literal) : null)));
  return nodes.flatMap(([node, around]) => {
    const text = textOf(node);
    if (!text || !LETTER.test(text) || ALIKE.test(text.trim())) return [];
    // What a type lists is a value of the code.
    if (isEarly(node, around) || (!types.has(text) && !isMarked(around) && isSeen(text, around)))
      return [{ line: source.slice(0, node.start).split("\n").length, text: text.trim() }];
    return [];
  });
}

/** All nodes, each with those around it, the nearest first and beginning with itself. */
function* walk(node: Node, outer: Node[]): Generator<[node: Node, around: Node[]]> {
  const around = [node, ...outer];
  yield [node, around];
  for (const child of Object.values(node).flat()) {
    if (typeof child?.type === "string") yield* walk(child, around);
  }
}

function textOf(node: Node): string | null {
  switch (node.type) {
    case "JSXText":
      return node.value;
    case "Literal":
      return typeof node.value === "string" ? node.value : null;
    case "TemplateLiteral":
      return node.quasis.map(({ value }) => value.cooked).join("{}");
    default:
      return null;
  }
}

const nameOf = (node: Node): string => (node.type === "Identifier" || node.type === "JSXIdentifier" ? node.name : "");

/** At import, no language is chosen yet. */
const isEarly = (node: Node, around: Node[]): boolean => {
  const tag = around[1];
  return (
    node.type === "TemplateLiteral" &&
    tag?.type === "TaggedTemplateExpression" &&
    nameOf(tag.tag) === "t" &&
    !around.some(({ type }) => type.includes("Function"))
  );
};

function isMarked(around: Node[]): boolean {
  for (const node of around) {
    if (node.type === "TaggedTemplateExpression" && MACROS.has(nameOf(node.tag))) return true;
    if (node.type === "CallExpression" && MACROS.has(nameOf(node.callee))) return true;
    // The mark around a child doesn't cover the attributes of the child.
    if (node.type === "JSXAttribute") return false;
    if (node.type === "JSXElement" && MACROS.has(nameOf(node.openingElement.name))) return true;
  }
  return false;
}

/** Whether *text* is for people, by where it stands; elsewhere, by whether it looks like it. */
function isSeen(text: string, around: Node[]): boolean {
  for (const [index, node] of around.slice(1).entries()) {
    const inner = around[index];
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "TSLiteralType":
      case "ThrowStatement":
      case "TemplateLiteral":
      case "MemberExpression":
      case "NewExpression":
        return false;
      case "SwitchCase":
        if (inner === node.test) return false;
        break;
      case "BinaryExpression":
        if (/[=<>]|^in/.test(node.operator)) return false;
        break;
      case "CallExpression":
        return PROSE.test(text) && !isOfPage(node);
      case "Property":
        return inner !== node.key && (SEEN.has(nameOf(node.key)) || PROSE.test(text));
      case "JSXAttribute":
        return !UNSEEN.has(node.name.type === "JSXIdentifier" ? node.name.name : "");
      case "JSXElement":
      case "JSXFragment":
        return true;
    }
  }
  return PROSE.test(text);
}

/** Calls of the browser, whose arguments are code. */
const isOfPage = ({ callee }: ESTree.CallExpression): boolean =>
  callee.type === "MemberExpression" && /^(querySelector|set|get|has)$/.test(nameOf(callee.property));
