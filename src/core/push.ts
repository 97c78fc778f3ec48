/**
 * Notifications: a follower of the log that sends each message to the devices of those who want to hear of it.
 *
 * The reader only finds whose devices come into question. Whether they still see the room, want to be told at this
 * hour and have not read the message meanwhile is decided when it is sent, a few seconds later.
 */

import { may, standingIn } from "./authorize.ts";
import type { Failure, Reader, Verdict } from "./following.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import { wants } from "./notifications.ts";
import { pauseAfter } from "./outgoing.ts";
import type { DeviceKeys } from "./tx/push.ts";
import type { Tx } from "./tx/tx.ts";

/** How long a message waits to be read where somebody is already looking. */
export const PATIENCE: Millis = 4_000;
/** How often one notification is tried; what is older than that is no news. */
export const MAX_ATTEMPTS = 8;
/** Longest text that a notification shows, in code points. */
export const MAX_SHOWN = 200;

/** What is shown on a device. */
export interface Notice {
  readonly room: Id;
  readonly message: Id;
  /** Name of the room; "" in a dialog. */
  readonly roomName: string;
  readonly author: string;
  readonly text: string;
}

export interface PushParcel {
  readonly device: DeviceKeys;
  readonly notice: Notice;
}

export const push: Reader<PushParcel> = {
  async work(tx, stream, rows) {
    const said = rows.filter(({ type }) => type === "message_create").map(({ subject }) => subject);
    const messages = new Map((await tx.messagesByIds(said)).map((message) => [message.id, message]));
    const jobs: { target: Id; seq: number; delay: Millis }[] = [];
    for (const { type, subject, seq } of rows) {
      const message = type === "message_create" ? messages.get(subject) : undefined;
      if (message === undefined || !isNews(message)) continue;
      for (const target of await devicesOf(tx, message)) jobs.push({ target, seq, delay: PATIENCE });
    }
    return { jobs, events: [], wanted: await tx.isPushedFrom(stream) };
  },

  async open(tx, { target, stream, seq }) {
    const device = await tx.device(target);
    const [row] = await tx.readLog(stream, seq - 1, 1);
    if (device === null || row?.seq !== seq) return null;
    const [message] = await tx.messagesByIds([row.subject]);
    if (message === undefined || !isNews(message)) return null;
    const { place } = await tx.loadRoom({ user: device.user, token: 0, session: 0 }, message.room);
    if (place === null || !may(standingIn(place, device.user), "view", tx.now)) return null;
    const { room } = place;
    const occasion = { room: room.id, kind: room.kind, mentioned: isMentioned(message, device.user, place) };
    const settings = await tx.settingsOf(device.user);
    if (settings.blocked.includes(message.author.id) || !wants(settings, occasion, tx.now)) return null;
    if ((await tx.receiptOf(room.id, device.user)).read.n >= message.n) return null;
    return { device, notice: noticeOf(message, room.kind === "dialog" ? "" : room.name) };
  },

  async delivered(tx, { target }) {
    await tx.noteNotified(target, tx.now);
    return [];
  },

  async failed(tx, job, failure) {
    return await afterFailure(tx, job.target, job.attempts, failure);
  },
};

/** A device that is gone is forgotten; one that does not answer is tried again, as long as it is news. */
async function afterFailure(
  tx: Tx,
  device: Id,
  attempts: number,
  { final, spread }: Failure,
): Promise<Verdict> {
  if (final) {
    await tx.deleteDevice(device);
    await tx.deleteJobsOf("push", device);
  }
  const next = final || attempts >= MAX_ATTEMPTS ? "dropped" : "again";
  return { next, due: tx.now + pauseAfter(attempts, spread), events: [] };
}

/** A message that was said, and is there. */
function isNews({ kind, deleted }: Message): boolean {
  return deleted === null && (kind === "text" || kind === "poll");
}

/** The devices that come into question. */
async function devicesOf(tx: Tx, { room: id, author, mentions }: Message): Promise<readonly Id[]> {
  const [room] = await tx.roomsByIds([id]);
  if (room === undefined) return [];
  if (room.space === null) return await tx.devicesIn(id, author.id);
  return await tx.devicesFor({
    space: room.space,
    room: id,
    author: author.id,
    users: mentions?.users.map((user) => user.id) ?? [],
    roles: mentions?.roles ?? [],
    everyone: mentions?.everyone ?? false,
  });
}

function isMentioned(
  { mentions }: Message,
  user: Id,
  { roles }: { readonly roles: readonly { readonly id: Id }[] },
): boolean {
  if (mentions === null) return false;
  if (mentions.everyone || mentions.users.some(({ id }) => id === user)) return true;
  return roles.some(({ id }) => mentions.roles.includes(id));
}

function noticeOf({ id, room, author, text, attachments }: Message, roomName: string): Notice {
  const [first] = attachments;
  const shown = text === "" && first !== undefined ? first.name : text;
  const points = [...shown];
  const cut = points.length > MAX_SHOWN ? `${points.slice(0, MAX_SHOWN).join("")}…` : shown;
  return { room, message: id, roomName, author: author.name, text: cut };
}
