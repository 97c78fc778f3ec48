/** How people and rooms are called, and where their pictures are. */

import type { Room, User } from "../../../sdk/src/gen/protocol.ts";
import type { State } from "../../../sdk/src/state.ts";
import { t } from "../texts/texts.ts";

/** The nickname here, else the name, else the handle. */
export function nameOf(known: State, user: User | undefined): string {
  if (user === undefined) return t.unknownUser;
  const member = known.members[user.id];
  return member?.nickname || member?.user.name || user.name || user.handle;
}

/** The other side of a dialog; undefined for other rooms. */
export function partnerOf(known: State, room: Room): User | undefined {
  if (room.kind !== "dialog") return undefined;
  return room.members?.find(({ id }) => id !== known.user?.id) ?? room.members?.[0];
}

/** A room's name without a sign before it. */
export function roomName(known: State, room: Room): string {
  if (room.kind === "notes") return t.notes;
  if (room.kind === "dialog") return nameOf(known, partnerOf(known, room));
  if (room.kind === "group" && room.name === "") {
    const others = (room.members ?? []).filter(({ id }) => id !== known.user?.id);
    return others.map((user) => nameOf(known, user)).join(", ") || t.notes;
  }
  return room.name;
}

/** As it is written in a sentence: "#general", "Ann". */
export function roomTitle(known: State, room: Room): string {
  return isDirect(room) ? roomName(known, room) : `#${room.name}`;
}

/** A dialog, a group or one's notes: belonging to no space. */
export function isDirect({ kind }: Room): boolean {
  return kind === "dialog" || kind === "group" || kind === "notes";
}

/** Where to load a picture or a file from; "" when its address is none that we open. */
export function addressOf(server: string, url: string | undefined): string {
  if (url === undefined || !/^\/(?!\/)/.test(url)) return "";
  return server + url;
}

/** "AB" for "Ada Byron", "ad" for "ada": at most two characters for a picture that is missing. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s_.-]+/u)
    .filter((word) => word !== "");
  const first = [...(words[0] ?? "?")];
  const second = [...(words[1] ?? "")];
  return ((first[0] ?? "?") + (second[0] ?? first[1] ?? "")).toUpperCase();
}

/** The colour of the highest role that has one; "" = none. */
export function colorOf(
  author: User | undefined,
  members: Readonly<Record<number, { readonly role_ids: readonly number[] }>>,
  roles: Readonly<Record<number, { readonly position: number; readonly color?: number }>>,
): string {
  const held = (members[author?.id ?? 0]?.role_ids ?? []).flatMap((id) => roles[id] ?? []);
  const [highest] = held.filter(({ color = 0 }) => color > 0).sort((a, b) => b.position - a.position);
  return highest?.color === undefined ? "" : colorText(highest.color);
}

/** 0xRRGGBB as the styles write it. */
export function colorText(color: number): string {
  return `#${color.toString(16).padStart(6, "0")}`;
}
