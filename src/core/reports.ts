/** Reports: what the moderators are to look at, as a queue. The staff's stream has references only. */

import { Type } from "typebox";
import { record } from "./audit.ts";
import { may, requireMember, requireMessage, requireSpace, standingIn } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import type { Event } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import type { Id } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { AutomodRule, Report, ReportState } from "./model/moderation.ts";
import type { Space } from "./model/spaces.ts";
import type { Actor } from "./model/users.ts";
import { cut } from "./page.ts";
import type { NewReport } from "./tx/reports.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";

/** Longest reason and longest note, in code points. */
export const MAX_REPORT_TEXT = 1_000;
/** Most reports of one user that nobody has closed. */
export const MAX_OWN_REPORTS = 50;
/** Most reports of a space that nobody has closed; beyond, rules report nothing more. */
export const MAX_REPORTS = 5_000;
/** Most reports that one call gives. */
export const MAX_REPORTS_PAGE = 200;

const text = Type.String({ maxLength: MAX_REPORT_TEXT * 2 });
const optionalId = Type.Union([IdSchema, Type.Null()]);
const stateSchema = Type.Union([
  Type.Literal("open"),
  Type.Literal("taken"),
  Type.Literal("resolved"),
  Type.Literal("dismissed"),
]);

/** A report with the message that it is about, as far as the reader may see that. */
export interface ReportView extends Report {
  readonly said: Message | null;
}

/**
 * Report a message that one sees, or a member. What one has reported already, and nobody has closed, gives the
 * same report again.
 *
 * Faults: `not_found` (message, user), `forbidden` (a message of a dialog or group), `invalid`, `limit_reached`.
 */
export const reportCreate = command(
  "change",
  fields({
    /** Whose moderators, where no message is given. */
    space: IdSchema,
    message: optionalId,
    /** Null: the author of the message. */
    user: optionalId,
    reason: text,
  }),
  async (tx, actor, { space: spaceId, message: messageId, user: userId, reason }) => {
    requireText(reason, "reason");
    if (reason.trim() === "") throw new Fault("invalid", "Say what is wrong");
    const said = messageId === null ? null : await reported(tx, actor, messageId);
    const { caller, space } = requireMember(await tx.loadSpace(actor, said?.space ?? spaceId));
    const user = said === null ? await memberOf(tx, space.id, userId) : said.message.author.id;
    if (user === caller.id) throw new Fault("invalid", "You cannot report yourself");
    const about = { space: space.id, reporter: caller.id, user, message: messageId };
    const earlier = await tx.reportLike(about);
    if (earlier !== null) return { reply: viewTo(earlier, said?.message ?? null), events: [] };
    const { all, reporters } = await tx.countReports(space.id, caller.id);
    if (reporters >= MAX_OWN_REPORTS || all >= MAX_REPORTS)
      throw new Fault("limit_reached", "There are many open reports; the moderators will see to them first");
    const room = said?.message.room ?? null;
    const report = { ...about, id: tx.newId(), room, rule: null, reason, created: tx.now };
    const event = await fileReport(tx, actor, space, report);
    return { reply: viewTo(await loadReport(tx, report.id), said?.message ?? null), events: [event] };
  },
);

/** Takes a report into the queue; gives the reference for the staff. */
export async function fileReport(tx: Tx, actor: Actor, { staff }: Space, report: NewReport): Promise<Event> {
  await tx.insertReport(report);
  return { ...happened(tx, actor, staff), type: "report_update", report: report.id, state: "open" };
}

/** A rule reports a message; nothing happens while the queue is full. */
export async function reportByRule(
  tx: Tx,
  actor: Actor,
  place: Place,
  rule: AutomodRule,
  { id, author }: Message,
  reason: string,
): Promise<Event[]> {
  const space = await tx.spaceById(rule.space);
  if (space === null || (await tx.countReports(space.id, null)).all >= MAX_REPORTS) return [];
  const about = { space: space.id, reporter: null, user: author.id, message: id, room: place.room.id };
  const report = { ...about, id: tx.newId(), rule: rule.id, reason, created: tx.now };
  return [await fileReport(tx, actor, space, report)];
}

/**
 * Take a report, close it, or open it again. Nobody closes a report about themselves, but the owner.
 *
 * Faults: `not_found`, `forbidden`, `invalid` (note).
 */
export const reportResolve = command(
  "change",
  fields({ report: IdSchema, state: stateSchema, note: text }),
  async (tx, actor, { report: id, state, note }) => {
    requireText(note, "note");
    const old = await tx.reportById(id);
    const facts = await tx.loadSpace(actor, old?.space ?? 0);
    const { caller, space, standing } = requireSpace(facts, "manage_reports", tx.now);
    if (old === null) throw notFound();
    if (old.user.id === caller.id && !standing.owner)
      throw new Fault("forbidden", "Somebody else sees to reports about you");
    if (old.state === state && old.note === note) return { reply: await viewFor(tx, actor, old), events: [] };
    const closed = isClosed(state) ? tx.now : 0;
    await tx.setReport(id, { state, closed, moderator: caller.id, note });
    const event: Event = { ...happened(tx, actor, space.staff), type: "report_update", report: id, state };
    const change = { before: { state: old.state }, after: { state } };
    const audit = await record(tx, actor, space, { action: "report_resolve", target: id, ...change });
    return { reply: await viewFor(tx, actor, await loadReport(tx, id)), events: [event, audit] };
  },
);

/** The queue of reports, newest first. Faults: `not_found`, `forbidden`. */
export const reportsGet = command(
  "read",
  fields({
    space: IdSchema,
    /** Null = all. */
    state: Type.Union([stateSchema, Type.Null()]),
    before: optionalId,
    limit: Type.Integer({ minimum: 1, maximum: MAX_REPORTS_PAGE }),
  }),
  async (tx, actor, { space: id, state, before, limit }) => {
    const { space } = requireSpace(await tx.loadSpace(actor, id), "manage_reports", tx.now);
    const found = await tx.reportsOf(space.id, state, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
    const { items, more } = cut(found, limit);
    return { reply: { items: await viewsFor(tx, actor, items), more }, events: [] };
  },
);

/** A message that the caller sees, in a space. */
async function reported(tx: Tx, actor: Actor, id: Id): Promise<{ message: Message; space: Id }> {
  const { message, place } = requireMessage(await tx.loadMessage(actor, id), tx.now);
  if (place.room.space === null)
    throw new Fault("forbidden", "Nobody moderates dialogs and groups: report or block the user");
  return { message, space: place.room.space };
}

/** Faults: `not_found`, `invalid`. */
async function memberOf(tx: Tx, space: Id, user: Id | null): Promise<Id> {
  if (user === null) throw new Fault("invalid", "Say what or whom you report");
  if ((await tx.findMember(space, user)) === null) throw notFound();
  return user;
}

async function loadReport(tx: Tx, id: Id): Promise<Report> {
  const report = await tx.reportById(id);
  if (report === null) throw new Error("A report is gone in the midst of a command");
  return report;
}

function viewTo(report: Report, said: Message | null): ReportView {
  return { ...report, said };
}

async function viewFor(tx: Tx, actor: Actor, report: Report): Promise<ReportView> {
  const [view] = await viewsFor(tx, actor, [report]);
  return view ?? viewTo(report, null);
}

/** Reports with their messages, where the reader sees the room. */
async function viewsFor(tx: Tx, actor: Actor, reports: readonly Report[]): Promise<ReportView[]> {
  const seen = new Set<Id>();
  for (const room of new Set(reports.map((report) => report.room))) {
    const { place } = room === null ? { place: null } : await tx.loadRoom(actor, room);
    if (place !== null && may(standingIn(place, actor.user), "view", tx.now)) seen.add(place.room.id);
  }
  const ids = reports.flatMap(({ message }) => (message === null ? [] : [message]));
  const found = ids.length === 0 ? [] : await tx.messagesByIds(ids);
  const messages = new Map(found.filter(({ room }) => seen.has(room)).map((one) => [one.id, one]));
  return reports.map((report) => viewTo(report, messages.get(report.message ?? 0) ?? null));
}

function requireText(said: string, what: string): void {
  if ([...said].length > MAX_REPORT_TEXT)
    throw new Fault("invalid", `A ${what} has at most ${MAX_REPORT_TEXT} characters`);
}

/** Whether a state means that nobody has to see to it any more. */
function isClosed(state: ReportState): boolean {
  return state === "resolved" || state === "dismissed";
}
