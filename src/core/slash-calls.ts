/**
 * Using slash commands. The server's own are carried out at once; a bot's use is told to the bot, which answers
 * before a deadline: to all in the room, or to the caller alone.
 */

import { Type } from "typebox";
import { may, require, requireRoom, standingIn } from "./authorize.ts";
import { command, fields, happened, IdSchema } from "./command.ts";
import { embedsSchema, requireEmbeds } from "./embeds.ts";
import { timerSet } from "./events/signals.ts";
import type { Happening } from "./events.ts";
import { Fault, notFound } from "./faults.ts";
import { settleMentions } from "./mentions.ts";
import { MAX_ATTACHMENTS, nonceSchema, requireNonce, requireText, takeFiles } from "./message-rules.ts";
import { draft, post } from "./messages.ts";
import type { Id, Millis } from "./model/ids.ts";
import type { Message } from "./model/messages.ts";
import type { SlashCall, SlashCommand } from "./model/slash.ts";
import type { Actor, User } from "./model/users.ts";
import { isPermission } from "./permissions.ts";
import { MAX_ARGUMENT, settleArguments } from "./slash-arguments.ts";
import { carryOut } from "./slash-built-in.ts";
import { commandsOf, isOwnName, ownCommands } from "./slash-offers.ts";
import { MAX_OPTIONS } from "./slash-register.ts";
import type { Place } from "./tx/rooms.ts";
import type { Tx } from "./tx/tx.ts";
import { refOf } from "./user-refs.ts";

/** How long a bot has for its answer. */
export const ANSWER_MILLIS: Millis = 60_000;
/** Most uses of one user that wait for an answer. */
export const MAX_WAITING = 20;

/** What came of a use: an answer at once, or a call that a bot will answer. */
export interface Used {
  /** Null: carried out already. */
  readonly call: SlashCall | null;
  /** The answer: posted for all, or with `n` 0 for the caller alone and stored nowhere. Null: it is waited for. */
  readonly message: Message | null;
}

/**
 * Use a command in a room. The same user, room and nonce give the same call again, until its deadline.
 *
 * Faults: `not_found` (room, command, or what an argument names), `forbidden` (also where the bot cannot answer),
 * `invalid` (arguments), `limit_reached`; for the server's own those of what they do.
 */
export const commandCall = command(
  "change",
  fields({
    room: IdSchema,
    name: Type.String({ maxLength: 32 }),
    /** Which one, whatever the name; null: the oldest with the name. */
    command: Type.Union([IdSchema, Type.Null()]),
    arguments: Type.Array(
      fields({ name: Type.String({ maxLength: 32 }), value: Type.String({ maxLength: MAX_ARGUMENT * 2 }) }),
      { maxItems: MAX_OPTIONS },
    ),
    nonce: nonceSchema,
  }),
  async (tx, actor, { room, name, command: id, nonce, arguments: asked }) => {
    requireNonce(nonce);
    const { caller, place } = requireRoom(await tx.loadRoom(actor, room), "view", tx.now);
    const earlier = nonce === null ? null : await tx.slashCallBy(caller.id, room, nonce);
    if (earlier !== null) return { reply: { call: earlier, message: null }, events: [] };
    const used = await findCommand(tx, place, name, id);
    requireUsable(tx, place, caller, used);
    const use = { tx, actor, place };
    const given = await settleArguments(use, used.options, asked);
    if (used.bot === null && isOwnName(used.name)) {
      const usable = () => usableIn(tx, place, caller);
      const { message, text, events } = await carryOut[used.name]({ ...use, caller, given, nonce, usable });
      const reply: Used = { call: null, message: message ?? toCaller(tx, place, SERVER, text) };
      return { reply, events };
    }
    return await ask(tx, actor, { caller, place, used, given, nonce });
  },
);

interface Asked {
  readonly caller: User;
  readonly place: Place;
  readonly used: SlashCommand;
  readonly given: SlashCall["arguments"];
  readonly nonce: string | null;
}

/** Hands a use over to the bot. */
async function ask(tx: Tx, actor: Actor, { caller, place, used, given, nonce }: Asked) {
  if (used.bot === null) throw notFound();
  const bot = await tx.loadRoom({ user: used.bot.id, token: 0, session: 0 }, place.room.id);
  const standing = bot.place === null ? null : standingIn(bot.place, used.bot.id);
  if (standing === null || !may(standing, "view", tx.now) || !may(standing, "send", tx.now))
    throw new Fault("forbidden", "The bot cannot answer here");
  if ((await tx.openSlashCalls(caller.id)) >= MAX_WAITING)
    throw new Fault("limit_reached", "Too many of your commands wait for an answer");
  const call: SlashCall = {
    id: tx.newId(),
    command: used.id,
    name: used.name,
    room: place.room.id,
    bot: used.bot.id,
    user: refOf(caller),
    arguments: given,
    deadline: tx.now + ANSWER_MILLIS,
    nonce,
    answered: false,
  };
  await tx.insertSlashCall(call);
  await tx.setTimer({ kind: "command_lapse", subject: call.id, user: 0, due: call.deadline });
  const told: Happening = { ...happened(tx, actor, call.bot), type: "command_call", call };
  const reply: Used = { call, message: null };
  return { reply, events: [told, timerSet(call.deadline)] };
}

/**
 * Answer a use of one's own command, once and before its deadline.
 *
 * Faults: `not_found` (the use: also another's, one that was answered, one that is over), and those of sending.
 */
export const commandAnswer = command(
  "change",
  fields({
    call: IdSchema,
    text: Type.String(),
    /** Nobody else sees it; it is stored nowhere. */
    onlyCaller: Type.Boolean(),
    attachments: Type.Array(IdSchema, { maxItems: MAX_ATTACHMENTS, uniqueItems: true }),
    /** Absent means none. */
    embeds: Type.Optional(embedsSchema),
  }),
  async (tx, actor, input) => {
    const embeds = requireEmbeds(input.embeds ?? []);
    const call = await tx.slashCall(input.call);
    if (call === null || call.bot !== actor.user || call.answered || call.deadline <= tx.now)
      throw notFound();
    const { caller, place } = requireRoom(await tx.loadRoom(actor, call.room), "send", tx.now);
    requireText(input.text, input.attachments.length + embeds.length > 0);
    if (embeds.length > 0) require(standingIn(place, caller.id), "embed_links", tx.now);
    if (input.onlyCaller && input.attachments.length > 0)
      throw new Fault("invalid", "An answer for one user has no files");
    await tx.closeSlashCall(call.id);
    const answers = { call: call.id, name: call.name, user: call.user };
    if (input.onlyCaller) {
      const answer = { ...toCaller(tx, place, refOf(caller), input.text), answers };
      const message = embeds.length === 0 ? answer : { ...answer, embeds };
      const user = call.user.id;
      const told: Happening = { ...happened(tx, actor, user), type: "private_answer", message, user };
      return { reply: message, events: [told] };
    }
    const mentions = await settleMentions(tx, place, caller.id, input.text, null);
    const attachments =
      input.attachments.length === 0 ? [] : await takeFiles(tx, place, caller, input.attachments);
    const drafted = draft(tx, place, caller, { text: input.text, nonce: null, mentions, attachments });
    const said = embeds.length === 0 ? drafted : { ...drafted, embeds };
    const { message, events } = await post(tx, actor, place, { ...said, answers });
    return { reply: message, events };
  },
);

/** The deadline is there: what was not answered is told to who waits. */
export async function lapse(tx: Tx, id: Id): Promise<readonly Happening[]> {
  const call = await tx.slashCall(id);
  if (call === null) return [];
  await tx.deleteSlashCall(id);
  if (call.answered) return [];
  const { room, name } = call;
  return [{ ...happened(tx, null, call.user.id), type: "command_end", call: id, room, name }];
}

/** Who answers for the server itself: nobody's account. */
const SERVER = { id: 0, handle: "koine", name: "Koine", avatar: "" };

function toCaller(tx: Tx, place: Place, author: Message["author"], text: string): Message {
  return { ...draft(tx, place, author, { text, nonce: null }), n: 0 };
}

/** By its id, or the oldest with the name. Faults: `not_found`. */
async function findCommand(tx: Tx, place: Place, name: string, id: Id | null): Promise<SlashCommand> {
  const commands = await commandsIn(tx, place);
  const found = commands.find((one) => (id === null ? one.name === name : one.id === id));
  if (found === undefined) throw new Fault("not_found", "There is no such command here");
  return found;
}

/** In a dialog, a group or notes only the server's own. */
function commandsIn(tx: Tx, { room }: Place): Promise<SlashCommand[]> {
  return room.space === null ? Promise.resolve(ownCommands(0)) : commandsOf(tx, room.space);
}

async function usableIn(tx: Tx, place: Place, caller: User): Promise<SlashCommand[]> {
  return (await commandsIn(tx, place)).filter((one) => whyNot(tx, place, caller, one) === null);
}

/** Faults: `forbidden`, with the reason. */
function requireUsable(tx: Tx, place: Place, caller: User, used: SlashCommand): void {
  const reason = whyNot(tx, place, caller, used);
  if (reason !== null) throw new Fault("forbidden", reason);
}

/** Null where the caller can use it. */
function whyNot(
  tx: Tx,
  place: Place,
  caller: User,
  { name, permission, rooms, bot, allowedRoles, deniedRoles }: SlashCommand,
): string | null {
  const standing = standingIn(place, caller.id);
  const { id, parent } = place.room;
  if (rooms.length > 0 && !rooms.includes(id) && (parent === null || !rooms.includes(parent)))
    return `/${name} cannot be used in this room`;
  for (const needed of bot === null ? [permission] : ["use_commands", permission])
    if (isPermission(needed) && !may(standing, needed, tx.now))
      return `You need the permission "${needed}" here for /${name}`;
  if (standing.owner) return null;
  const has = (wished: Id): boolean => standing.roles.some(({ id: held }) => held === wished);
  if (deniedRoles.some(has) || (allowedRoles !== null && !allowedRoles.some(has)))
    return `Your roles do not let you use /${name}`;
  return null;
}
