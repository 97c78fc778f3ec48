/** Lists of spans: texts that follow each other are one. */

import type { Markup, Span } from "./markup.ts";

/** Adds a text at the end. */
export function addText(spans: Span[], text: string): void {
  if (text === "") return;
  const last = spans.at(-1);
  if (last?.type === "text") spans[spans.length - 1] = { type: "text", text: last.text + text };
  else spans.push({ type: "text", text });
}

/** Adds a span at the end. */
export function addSpan(spans: Span[], span: Span): void {
  if (span.type === "text") addText(spans, span.text);
  else spans.push(span);
}

/** A link's text holds no links. */
export function withoutLinks(spans: Markup): Span[] {
  return spans.flatMap((span): Span[] => {
    if (span.type === "link") return withoutLinks(span.children);
    if (!("children" in span)) return [span];
    return [{ type: span.type, children: withoutLinks(span.children) }];
  });
}
