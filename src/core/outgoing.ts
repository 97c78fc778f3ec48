/** Outgoing webhooks: which events they are told, what they are sent, and what becomes of one that does not answer. */

import { record } from "./audit.ts";
import { requireMember, requireRoom } from "./authorize.ts";
import { happened } from "./command.ts";
import type { Event, Happening, KeptEvent } from "./events.ts";
import { Fault } from "./faults.ts";
import type { Failure, Reader, Verdict } from "./following.ts";
import type { Id, Millis, StreamId } from "./model/ids.ts";
import type { Webhook } from "./model/outside.ts";
import type { Actor } from "./model/users.ts";
import { revive } from "./replay.ts";
import type { Job } from "./tx/followers.ts";
import type { LogRow } from "./tx/log.ts";
import type { Tx } from "./tx/tx.ts";

/** The events that a webhook may be told: what everybody may read who reads the stream. */
export const HOOK_EVENTS = [
  "message_create",
  "message_update",
  "message_delete",
  "pin_update",
  "reaction_add",
  "reaction_remove",
  "poll_update",
  "room_create",
  "room_update",
  "thread_create",
  "thread_update",
  "thread_delete",
  "member_join",
  "member_update",
  "member_leave",
  "role_create",
  "role_update",
  "role_delete",
  "emoji_create",
  "emoji_update",
  "emoji_delete",
  "server_update",
] as const satisfies readonly KeptEvent["type"][];

/** Most events that wait for one webhook; one that has more is switched off. */
export const MAX_WAITING = 10_000;
/** Most events that were given up and are kept of one webhook; the oldest go. */
export const MAX_DEAD = 1_000;
/** How often one event is tried. */
export const MAX_ATTEMPTS = 16;
/** How many attempts fail in a row before a webhook is switched off. */
export const MAX_FAILURES = 30;
/** The first pause after a failure; each is twice as long as the one before, up to the longest. */
export const FIRST_PAUSE: Millis = 1_000;
export const LONGEST_PAUSE: Millis = 3_600_000;

/** An event for a webhook, with the key that signs it. */
export interface WebhookParcel {
  readonly webhook: Id;
  readonly space: Id;
  readonly url: string;
  readonly secret: string;
  readonly event: Event;
}

export const outgoing: Reader<WebhookParcel> = {
  async work(tx, stream, rows) {
    const hooks = await tx.webhooksHearing(stream);
    const jobs: { target: Id; seq: number }[] = [];
    const events: Happening[] = [];
    for (const hook of hooks) {
      const told = rows.filter((row) => hears(hook, row)).map(({ seq }) => ({ target: hook.id, seq }));
      if (told.length === 0) continue;
      if ((await tx.countJobs("webhooks", hook.id)) + told.length <= MAX_WAITING) jobs.push(...told);
      else events.push(...(await switchOff(tx, hook, `More than ${MAX_WAITING} events wait for it`)));
    }
    return { jobs, events, wanted: hooks.length > 0 };
  },

  async open(tx, { target, stream, seq }) {
    const hook = await tx.webhookById(target);
    const secret = await tx.webhookSecret(target);
    if (hook === null || secret === null || hook.disabled || !(await mayHear(tx, hook, stream))) return null;
    const [event] = await revive(tx, await tx.readLog(stream, seq - 1, 1));
    if (event === undefined || event.seq !== seq || isNothing(event)) return null;
    return { webhook: hook.id, space: hook.space, url: hook.url, secret, event };
  },

  async delivered(tx, { target }) {
    const hook = await tx.webhookById(target);
    if (hook !== null) await tx.updateWebhook({ ...hook, failures: 0, lastUsed: tx.now });
    return [];
  },

  async failed(tx, job, failure) {
    const found = await tx.webhookById(job.target);
    if (found === null) return { next: "dropped", due: 0, events: [] };
    const hook = { ...found, failures: found.failures + 1 };
    await tx.updateWebhook(hook);
    if (failure.final || hook.failures >= MAX_FAILURES) {
      const events = await switchOff(tx, hook, failure.reason);
      return { next: "dead", due: job.due, events };
    }
    return retryOf(tx, hook, job, failure);
  },
};

/** One that does not answer is left alone for a while with all that waits for it. */
async function retryOf(tx: Tx, hook: Webhook, job: Job, { spread }: Failure): Promise<Verdict> {
  const due = tx.now + pauseAfter(hook.failures, spread);
  await tx.putOffJobs("webhooks", hook.id, due);
  return { next: job.attempts >= MAX_ATTEMPTS ? "dead" : "again", due, events: [] };
}

/** How long to wait after so many failures in a row: between half and all of the pause, by chance. */
export function pauseAfter(failures: number, spread: number): Millis {
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
  return Math.round(pause * (0.5 + spread / 2));
}

/** Nothing is sent any more until somebody switches it on; what waited is kept among what was given up. */
export async function switchOff(tx: Tx, hook: Webhook, reason: string): Promise<Happening[]> {
  await tx.updateWebhook({ ...hook, disabled: true });
  await tx.giveUpJobs("webhooks", hook.id, reason, MAX_DEAD);
  await unfollowUnheard(tx, hook);
  const space = await tx.spaceById(hook.space);
  if (space === null) return [];
  const actor: Actor = { user: hook.creator.id, token: 0, session: 0 };
  const act = { action: "webhook_disable", target: hook.id, reason } as const;
  const told = { ...happened(tx, null, space.staff), type: "webhook_update", webhook: hook.id } as const;
  return [{ ...told, deleted: false }, await record(tx, actor, space, act)];
}

/** The streams that a webhook hears of. */
export async function streamsOf(tx: Tx, { room, space }: Webhook): Promise<StreamId[]> {
  if (room !== null) return [room];
  return [space, ...(await tx.roomsOf(space)).map(({ id }) => id)];
}

/** Streams that no webhook hears of any more are followed no further. */
export async function unfollowUnheard(tx: Tx, hook: Webhook): Promise<void> {
  for (const stream of await streamsOf(tx, hook)) {
    if ((await tx.webhooksHearing(stream)).length === 0) await tx.unfollow("webhooks", stream);
  }
}

function hears({ events, created }: Webhook, { type, at }: LogRow): boolean {
  const known = (HOOK_EVENTS as readonly string[]).includes(type);
  return known && at >= created && (events.length === 0 || events.includes(type));
}

/** A webhook is told what its maker may see, asked each time. */
async function mayHear(tx: Tx, hook: Webhook, stream: StreamId): Promise<boolean> {
  const actor: Actor = { user: hook.creator.id, token: 0, session: 0 };
  try {
    if (stream === hook.space) requireMember(await tx.loadSpace(actor, stream));
    else requireRoom(await tx.loadRoom(actor, stream), "view", tx.now);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** It cannot be told any more, or says what was deleted since. */
function isNothing(event: Event): boolean {
  if (event.type === "blank") return true;
  return (
    (event.type === "message_create" || event.type === "message_update") && event.message.deleted !== null
  );
}
