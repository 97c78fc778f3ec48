/** Notifications of the browser, after the levels and quiet hours that the server keeps for one. */

import type { Message, Settings } from "../../../sdk/src/gen/protocol.ts";
import type { Packet } from "../../../sdk/src/packet.ts";
import type { State } from "../../../sdk/src/state.ts";
import { p } from "../texts/personal.ts";
import { isDirect, nameOf, roomTitle } from "./names.ts";
import { go } from "./route.ts";
import type { Store } from "./store.ts";

export type Level = "all" | "mentions" | "none";

const KEY = "koine.notify";

/** Longest text of a notification, in characters. */
const SHOWN = 200;

export function isNotifying(): boolean {
  return (
    localStorage.getItem(KEY) === "on" && "Notification" in window && Notification.permission === "granted"
  );
}

/** Turns them on or off on this device; the result says whether they are on now. */
export async function setNotifying(on: boolean): Promise<boolean> {
  if (!on) localStorage.removeItem(KEY);
  else if ("Notification" in window && (await Notification.requestPermission()) === "granted")
    localStorage.setItem(KEY, "on");
  return isNotifying();
}

/** Tells of messages while one looks elsewhere; the result ends it. */
export function notifyOf(store: Store): () => void {
  return store.onPacket(({ event }: Packet, before: State) => {
    if (event?.type !== "message_create" || !isNotifying()) return;
    if (document.visibilityState === "visible" && document.hasFocus()) return;
    const { message } = event;
    const room = before.rooms[message.channel_id];
    if (room === undefined || message.author?.id === before.user?.id) return;
    if (before.presences[before.user?.id ?? 0]?.status === "dnd") return;
    if (!wants(before, message, Date.now())) return;
    const name = nameOf(before, message.author);
    const shown = new Notification(isDirect(room) ? name : p.inRoom(name, roomTitle(before, room)), {
      body: message.content.slice(0, SHOWN) || p.file,
      tag: String(room.id),
      icon: "/icons/icon-192.png",
    });
    shown.onclick = () => {
      focus();
      go(room.id, message.id);
      shown.close();
    };
  });
}

/** Whether one wants to hear of a message now: the server decides so for other devices, too. */
export function wants(
  known: State,
  { channel_id, author, mentions, reply_to }: Message,
  now: number,
): boolean {
  const { notifications = [], quiet_hours, blocked_ids } = known.settings;
  if (author !== undefined && blocked_ids?.includes(author.id)) return false;
  if (quiet_hours !== undefined && isQuiet(quiet_hours, now)) return false;
  const own = notifications.find(({ room_id = 0 }) => room_id === channel_id);
  const general = notifications.find(({ room_id = 0 }) => room_id === 0);
  if ([own, general].some((one) => (one?.muted_until ?? 0) > now)) return false;
  const room = known.rooms[channel_id];
  const usual = room !== undefined && isDirect(room) ? "all" : "mentions";
  const level = (own ?? general)?.level ?? usual;
  const me = known.user?.id ?? 0;
  const roles = known.members[me]?.role_ids ?? [];
  const isMentioned =
    mentions?.everyone === true ||
    mentions?.users?.some(({ id }) => id === me) === true ||
    mentions?.role_ids?.some((id) => roles.includes(id)) === true ||
    reply_to?.author?.id === me;
  return level === "all" || (level === "mentions" && isMentioned);
}

function isQuiet(
  { from_minute, to_minute, time_zone }: NonNullable<Settings["quiet_hours"]>,
  now: number,
): boolean {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: time_zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const minute = of("hour") * 60 + of("minute");
  return from_minute < to_minute
    ? minute >= from_minute && minute < to_minute
    : minute >= from_minute || minute < to_minute;
}

/** The level chosen for a room itself; null = none. */
export function levelOf(known: State, room: number): Level | null {
  const found = known.settings.notifications?.find(({ room_id = 0 }) => room_id === room);
  return (found?.level as Level | undefined) ?? null;
}
