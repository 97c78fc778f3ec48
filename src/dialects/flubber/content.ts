/** What a message says, as a tree: how it is read, and its normal form (docs/protocols/flubber.md, 2). */

import { Violation } from "./violation.ts";

/** Deepest content that is taken, in nodes. */
export const MAX_CONTENT_DEPTH = 64;
/** Most nodes of one message. */
const MAX_NODES = 20_000;

export type Style = "Bold" | "Italic" | "Underline" | "Crossout";
export type Leaf = "Text" | "Emote" | "MessageLink" | "RoomLink" | "UserLink" | "UrlLink";

export type Content =
  | { readonly type: Leaf; readonly value: string }
  | { readonly type: "Concat"; readonly value: readonly Content[] }
  | { readonly type: Style; readonly value: Content };

/** Stands between delimiters that would be read as one; it is no part of what was said. */
export const SEPARATOR = "\u200b";

/** A value as content. Throws a `Violation`. */
export function readContent(value: unknown): Content {
  let nodes = 0;
  const read = (node: unknown, depth: number): Content => {
    if (depth > MAX_CONTENT_DEPTH) throw new Violation(`content is deeper than ${MAX_CONTENT_DEPTH}`);
    if (++nodes > MAX_NODES) throw new Violation(`content has more than ${MAX_NODES} nodes`);
    const { type, value: inner } = Object(node) as { type?: unknown; value?: unknown };
    if (typeof type === "string") {
      if (isLeaf(type) && typeof inner === "string") return { type, value: inner };
      if (isStyle(type)) return { type, value: read(inner, depth + 1) };
      if (type === "Concat" && Array.isArray(inner))
        return { type, value: inner.map((one) => read(one, depth + 1)) };
    }
    throw new Violation("this is no content");
  };
  return read(value, 1);
}

export function text(value: string): Content {
  return { type: "Text", value };
}

/**
 * The normal form: neighbouring texts are one, nothing is empty, a style does not stand in itself nor beside its
 * like, has no white space at its edges; texts hold no control character but the line break.
 */
export function normal(content: Content): Content {
  return whole(normalList([content], new Set()));
}

/** One node for some. */
function whole(nodes: readonly Content[]): Content {
  const [only] = nodes;
  return nodes.length === 1 && only !== undefined ? only : { type: "Concat", value: nodes };
}

/** The nodes of a tree in its normal form. */
export function partsOf(content: Content): readonly Content[] {
  return content.type === "Concat" ? content.value : [content];
}

function normalList(nodes: readonly Content[], open: ReadonlySet<Style>): Content[] {
  const list: Content[] = [];
  for (const node of nodes) {
    if (node.type === "Concat") for (const one of normalList(node.value, open)) push(list, one);
    else if (node.type === "Text") push(list, text(cleaned(node.value)));
    else if (isStyled(node)) pushStyled(list, node, open);
    else if (isLink(node) && cleaned(node.value) !== "") push(list, { ...node, value: cleaned(node.value) });
  }
  return list;
}

function pushStyled(
  list: Content[],
  { type, value }: { type: Style; value: Content },
  open: ReadonlySet<Style>,
): void {
  const inner = normalList([value], new Set([...open, type]));
  if (open.has(type)) {
    for (const one of inner) push(list, one);
    return;
  }
  const first = inner[0];
  const before = first?.type === "Text" ? (/^\s*/.exec(first.value)?.[0] ?? "") : "";
  if (first?.type === "Text") inner[0] = text(first.value.slice(before.length));
  const last = inner.at(-1);
  const kept = last?.type === "Text" ? last.value.trimEnd() : "";
  const after = last?.type === "Text" ? last.value.slice(kept.length) : "";
  if (last?.type === "Text") inner[inner.length - 1] = text(kept);
  const left = inner.filter((node) => node.value !== "");
  push(list, text(before));
  if (left.length > 0) push(list, { type, value: whole(left) });
  push(list, text(after));
}

/** Adds a node that is normal; what is alike at the seam becomes one. */
function push(list: Content[], node: Content): void {
  if (node.value === "") return;
  const last = list.at(-1);
  if (last?.type === "Text" && node.type === "Text") list[list.length - 1] = text(last.value + node.value);
  else if (last !== undefined && isStyled(last) && isStyled(node) && last.type === node.type) {
    const joined = [...partsOf(last.value)];
    for (const one of partsOf(node.value)) push(joined, one);
    list[list.length - 1] = { type: last.type, value: whole(joined) };
  } else list.push(node);
}

function cleaned(value: string): string {
  return value
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replaceAll(SEPARATOR, "")
    .replace(/(?!\n)\p{Cc}/gu, "");
}

export function isStyled(node: Content): node is { type: Style; value: Content } {
  return isStyle(node.type);
}

function isLink(node: Content): node is { type: Leaf; value: string } {
  return isLeaf(node.type);
}

function isStyle(type: string): type is Style {
  return type === "Bold" || type === "Italic" || type === "Underline" || type === "Crossout";
}

function isLeaf(type: string): type is Leaf {
  return (
    type === "Text" ||
    type === "Emote" ||
    type === "MessageLink" ||
    type === "RoomLink" ||
    type === "UserLink" ||
    type === "UrlLink"
  );
}
