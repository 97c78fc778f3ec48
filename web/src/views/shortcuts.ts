/** The keys that work everywhere in the main view (`Keys.tsx` lists them). */

import { useEffect } from "react";
import { useStore } from "../state/react.ts";
import { roomsInOrder, unreadOf } from "../state/rooms.ts";
import { go } from "../state/route.ts";
import type { Overlay } from "../state/shell.ts";
import { focusArea } from "./areas.ts";
import type { Side } from "./Conversation.tsx";

export function useKeys(room: number, open: (overlay: Overlay) => void, show: (side: Side) => void): void {
  const store = useStore();
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const wish = wishOf(event);
      // A dialog has its own keys.
      if (wish === null || document.querySelector('[role="dialog"]') !== null) return;
      event.preventDefault();
      if (wish === "switcher" || wish === "keys") open({ kind: wish });
      else if (wish === "search" || wish === "members") show(wish);
      else if (wish === "read") markRead();
      else if (wish === "next_area") focusArea(1);
      else if (wish === "previous_area") focusArea(-1);
      else step(wish.by, wish.isUnread);
    };
    const step = (by: 1 | -1, isUnread: boolean): void => {
      const { known } = store.view;
      const rooms = roomsInOrder(known);
      const at = rooms.findIndex(({ id }) => id === room);
      for (let i = 1; i <= rooms.length; i += 1) {
        const next = rooms[(at + by * i + rooms.length * i) % rooms.length];
        if (next !== undefined && (!isUnread || unreadOf(known, next).unread > 0)) return go(next.id);
      }
    };
    const markRead = (): void => {
      const newest = store.view.known.rooms[room]?.last_message_id ?? 0;
      if (newest === 0) return;
      store
        .request({ type: "receipt_mark", room_id: room, message_id: newest, kind: "read" })
        .catch(() => undefined);
      go(room);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [store, room, open, show]);
}

type Wish =
  | "switcher"
  | "keys"
  | "search"
  | "members"
  | "read"
  | "next_area"
  | "previous_area"
  | { readonly by: 1 | -1; readonly isUnread: boolean };

function wishOf(event: KeyboardEvent): Wish | null {
  const { key, altKey, shiftKey, target } = event;
  if (event.defaultPrevented) return null; // A menu or a picker took it.
  const isControl = event.ctrlKey || event.metaKey;
  const isTyping =
    target instanceof HTMLElement &&
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) &&
    !altKey &&
    !isControl;
  if (key === "F6" && !altKey && !isControl) return shiftKey ? "previous_area" : "next_area";
  if (isControl && !altKey && !shiftKey && key.toLowerCase() === "k") return "switcher";
  if (isControl && !altKey && shiftKey && key.toLowerCase() === "f") return "search";
  if (isControl && !altKey && shiftKey && key.toLowerCase() === "u") return "members";
  if (altKey && !isControl && (key === "ArrowUp" || key === "ArrowDown"))
    return { by: key === "ArrowDown" ? 1 : -1, isUnread: shiftKey };
  if (isTyping) return key === "Escape" && isEmpty(target) ? "read" : null;
  if (key === "?") return "keys";
  return key === "Escape" ? "read" : null;
}

function isEmpty(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement && target.id === "composer" && target.value === "";
}
