/** Where one is, in the part of the address behind "#": it survives a reload and takes the browser's "back". */

import { useSyncExternalStore } from "react";

export interface Route {
  /** 0 = none chosen. */
  readonly room: number;
  /** The message to jump to; 0 = the newest. */
  readonly message: number;
  /** What a link brought: the code of a set-up or an invite. */
  readonly code: string;
  readonly kind: "room" | "setup" | "invite" | "none";
}

const NOWHERE: Route = { room: 0, message: 0, code: "", kind: "none" };

/** Read what is behind "#": "#/12", "#/12/345", "#setup=code", "#invite=code". */
export function parseRoute(hash: string): Route {
  const [, kind, code] = /^#(setup|invite)=([\w-]{1,128})$/.exec(hash) ?? [];
  if (kind === "setup" || kind === "invite") return { ...NOWHERE, kind, code: code ?? "" };
  const [, room, message] = /^#\/(\d{1,16})(?:\/(\d{1,16}))?$/.exec(hash) ?? [];
  if (room === undefined) return NOWHERE;
  return { ...NOWHERE, kind: "room", room: Number(room), message: Number(message ?? 0) };
}

export function roomAddress(room: number, message = 0): string {
  return message === 0 ? `#/${room}` : `#/${room}/${message}`;
}

/** Go to a room or one of its messages. */
export function go(room: number, message = 0): void {
  const address = room === 0 ? "#" : roomAddress(room, message);
  if (location.hash === address) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = address;
}

/** Forget what the address brought, without a step back to it. */
export function clearRoute(): void {
  history.replaceState(null, "", location.pathname);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

let visits = 0;
let current = { route: NOWHERE, visit: 0 };

function subscribe(hear: () => void): () => void {
  addEventListener("hashchange", hear);
  return () => removeEventListener("hashchange", hear);
}

addEventListener("hashchange", () => {
  visits += 1;
  current = { route: parseRoute(location.hash), visit: visits };
});
current = { route: parseRoute(location.hash), visit: 0 };

/** The route now, and how often one went somewhere: going to the same message again is a visit, too. */
export function useRoute(): { readonly route: Route; readonly visit: number } {
  return useSyncExternalStore(subscribe, () => current);
}
