/** The focus among the messages of a list of which only those in sight are drawn. */

import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Message } from "../../../sdk/src/gen/protocol.ts";

interface Rows {
  /** Each row's message; 0 = it has none that can have the focus. */
  readonly ids: () => readonly number[];
  readonly messages: readonly Message[];
  /** The newest of them. */
  readonly newest: number;
  readonly scrollTo: (index: number, options: { readonly align: "auto" }) => void;
}

/** What a page up or down passes, in messages. */
const PAGE_ROWS = 10;

/** Frames until a row must have been drawn that was scrolled to. */
const DRAWN_WITHIN = 20;

export function useRowKeys({ ids, messages, newest, scrollTo }: Rows) {
  const [focused, setFocused] = useState(0);
  const focusRow = (id: number, index: number): void => {
    scrollTo(index, { align: "auto" });
    setFocused(id);
    focusDrawn(id);
  };
  const move = (event: KeyboardEvent): void => {
    const { key, target: on } = event;
    if (!(on instanceof HTMLElement) || !on.id.startsWith("message-")) return;
    const all = ids();
    const said = all.flatMap((id, i) => (id === 0 ? [] : i));
    const at = said.findIndex((i) => `message-${all[i]}` === on.id);
    const to = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: Math.max(0, at - PAGE_ROWS),
      PageDown: Math.min(said.length - 1, at + PAGE_ROWS),
      Home: 0,
      End: said.length - 1,
    }[key];
    if (to === undefined) return;
    event.preventDefault();
    const index = said[to];
    if (index !== undefined) focusRow(all[index] ?? 0, index);
  };
  // A message that is deleted takes the focus with it: its neighbour gets it.
  const held = useRef({ id: 0, index: 0 });
  const hold = ({ target, currentTarget }: FocusEvent): void => {
    const row = currentTarget.contains(target) ? target.closest(".message") : null;
    const id = Number(row?.id.replace("message-", "") ?? 0);
    if (id !== 0) setFocused(id);
    held.current = { id, index: id === 0 ? 0 : ids().indexOf(id) };
  };
  const letGo = (): void => {
    held.current = { id: 0, index: 0 };
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at when messages come or go
  useEffect(() => {
    const { id, index } = held.current;
    if (id === 0 || document.activeElement !== document.body || messages.some((one) => one.id === id)) return;
    letGo();
    const all = ids();
    const near = [index, index - 1, index + 1, index - 2].find((i) => (all[i] ?? 0) !== 0);
    if (near === undefined) document.getElementById("composer")?.focus();
    else focusRow(all[near] ?? 0, near);
  }, [messages]);
  return {
    move,
    hold,
    letGo,
    /** The one message that the tab key comes to. */
    reached: messages.some(({ id }) => id === focused) ? focused : newest,
  };
}

/** Focus a message that may have to be drawn first; whoever goes elsewhere meanwhile is left there. */
export function focusDrawn(id: number, frames = DRAWN_WITHIN, from = document.activeElement): void {
  const row = document.getElementById(`message-${id}`);
  if (row !== null) row.focus();
  else if (frames > 0)
    requestAnimationFrame(() => {
      const { activeElement: on } = document;
      if (on === from || on === document.body || on === null) focusDrawn(id, frames - 1, on);
    });
}
