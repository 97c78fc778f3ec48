/** `docs/protocols/originchats.md` section 9.14. */

import type { Command } from "../../../core/commands.ts";
import type { Id } from "../../../core/model/ids.ts";
import type { CommandOption, SlashCommand } from "../../../core/model/slash.ts";
import { embedsIn } from "../embeds.ts";
import { seconds, usernameOf, uuidOf } from "../ids.ts";
import { SERVER_NAME } from "../names.ts";
import { sourceOf } from "../nouns.ts";
import { callArguments, prepare } from "../own-commands.ts";
import { placeIn, textChannel } from "../place.ts";
import { OWNER } from "../roles.ts";
import { type Answered, type Fields, type Here, isMissing, Refusal, type Rows, stringIn } from "../row.ts";
import { KINDS, toCall, toCommand } from "../slash.ts";
import { TEXTS, text } from "../texts.ts";

/** Most commands of one registration. */
const MAX_COMMANDS = 100;

export const slash: Rows = {
  slash_list: (_fields, { names, space, named }) => ({
    cmd: "slash_list",
    commands: names.commands(space).map((command) => toCommand(command, named())),
  }),

  slash_register: async (fields, here) => {
    const { commands } = fields;
    if (!Array.isArray(commands) || commands.length === 0) throw new Refusal(TEXTS.commandsNotList);
    if (commands.length > MAX_COMMANDS) throw bad(`at most ${MAX_COMMANDS} commands`);
    const offered = commands.map((one: unknown) => offerIn(one, here));
    const { offers, session } = here;
    const { id: user } = session.user;
    const other = offers.get(user);
    if (other !== undefined && other.session !== session.id) throw new Refusal(TEXTS.registeredElsewhere);
    const own = { session: session.id, commands: other?.commands ?? new Set<Id>() };
    offers.set(user, own);
    // What the account offered before, also before a crash, is replaced.
    const names = new Set(offered.map(({ name }) => name));
    for (const { id, bot, name } of here.names.commands(here.space)) {
      if (bot?.id !== user || names.has(name)) continue;
      own.commands.delete(id);
      await here.ask({ type: "command_unregister", input: { space: here.space, command: id } });
    }
    for (const input of offered) {
      try {
        own.commands.add((await here.ask({ type: "command_register", input })).id);
      } catch (error) {
        throw error instanceof Refusal ? bad(error.message) : error;
      }
    }
    return { cmd: "slash_register", val: text(TEXTS.registered, { number: offered.length }) };
  },

  slash_call: async (fields, here) => {
    if (typeof fields.channel !== "string") throw new Refusal(TEXTS.slashChannelRequired);
    const args = argsIn(fields);
    if (typeof fields.command !== "string") throw new Refusal(TEXTS.commandNotText);
    const name = fields.command.toWellFormed();
    const command = here.names.commands(here.space).find((one) => one.name === name);
    if (command === undefined) throw new Refusal(text(TEXTS.unknownSlash, { command: name }));
    const { room, channel } = await textChannel(fields, here);
    const use = { room, channel, command };
    return command.bot === null ? await useOwn(use, args, here) : await useOf(use, args, here);
  },

  slash_response: async (fields, here) => {
    if (isMissing(fields, "channel") && isMissing(fields, "thread_id"))
      throw new Refusal(TEXTS.slashChannelRequired);
    const isEmpty = isMissing(fields, "response");
    if (isEmpty && isMissing(fields, "embeds")) throw new Refusal(TEXTS.responseEmpty);
    const response = isEmpty ? "" : stringIn(fields, "response");
    if (response === undefined) throw new Refusal(TEXTS.responseNotText);
    const embeds = embedsIn(fields, here.proxied);
    const name = stringIn(fields, "command");
    if (name === undefined || name === "") throw new Refusal(TEXTS.responseCommandMissing);
    if (response.trim() === "" && embeds.length === 0) throw new Refusal(TEXTS.responseEmpty);
    const place = await placeIn(fields, here, TEXTS.slashChannelRequired);
    const said = sourceOf(response.trim(), here.named().names);
    const forbidden = place.thread === null ? TEXTS.noSend : TEXTS.noSendInThread;
    const invoker = stringIn(fields, "invoker")?.toLowerCase();
    const call = here.waiting.find(
      (one) =>
        one.room === place.room &&
        one.name === name &&
        (invoker === undefined || usernameOf(one.user).toLowerCase() === invoker),
    );
    // A second answer, and one to nothing, is a message like any other: nobody is said to have asked.
    const answer: Command<"command_answer"> | Command<"message_send"> =
      call === undefined
        ? {
            type: "message_send",
            input: { room: place.room, text: said, nonce: null, replyTo: null, embeds },
          }
        : {
            type: "command_answer",
            input: { call: call.id, text: said, onlyCaller: false, attachments: [], embeds },
          };
    const told = await here.echo(answer, "message_create", { forbidden });
    if (told !== "told") throw new Error("An answer was not told");
    if (call !== undefined) here.answered(call.id);
    return told;
  },
};

interface Use {
  readonly room: Id;
  readonly channel: string;
  readonly command: SlashCommand;
}

type Args = Readonly<Record<string, unknown>>;

/** Of a client's command: its owner is told, and so is the caller. */
async function useOf(use: Use, args: Args, here: Here): Promise<Answered> {
  const { command } = use;
  const given = argumentsOf(command, args, (name) => name);
  await requireHandler(command, here);
  const forbidden = await roleRefusal(command, here);
  const refusals = forbidden === null ? {} : { forbidden };
  const asked = callOf(use, given);
  const done =
    command.bot?.id === here.session.user.id
      ? await here.echo(asked, "command_call", refusals)
      : await here.ask(asked, refusals);
  return done === "told" || done.call === null ? "told" : toCall(done.call, here.names);
}

/** Throws a refusal where nobody is connected who would answer. Who is invisible counts as away, as for everybody. */
async function requireHandler({ name, bot }: SlashCommand, here: Here): Promise<void> {
  if (bot === null || here.offers.has(bot.id)) return;
  const [presence] = await here.presences([bot.id]);
  if (presence === undefined || presence.status === "offline")
    throw new Refusal(text(TEXTS.handlerAway, { command: name }));
}

/** Of the server's own: carried out at once. What nobody else is told comes to the caller alone. */
async function useOwn(use: Use, args: Args, here: Here): Promise<Answered> {
  const { command, channel } = use;
  const renamed = callArguments(command.name);
  const given = argumentsOf(command, args, (name) => renamed[name] ?? name, MODERATING.has(command.name));
  const prepared = await prepare(command.name, given, here);
  const forbidden = text(TEXTS.roleNeeded, { role: "admin" });
  const refusals = MODERATING.has(command.name) ? { forbidden } : {};
  const done = await here.echo(callOf(use, prepared.given), "message_create", refusals);
  if (done === "told") return done;
  if (done.message === null) throw new Error("A command of the server's own without an answer");
  const { id, created, text: answer } = done.message;
  return {
    cmd: "message_new",
    message: {
      user: SERVER_NAME,
      content: prepared.done(answer),
      timestamp: seconds(created),
      id: uuidOf(id),
      interaction: { command: command.name, username: usernameOf(here.session.user) },
      pinned: false,
      type: "message",
    },
    channel,
    global: true,
  };
}

/** Those whose missing arguments, and whose refusal, have texts of their own. */
const MODERATING: ReadonlySet<string> = new Set(["ban", "unban", "kick", "mute", "unmute"]);

function callOf({ room, command }: Use, given: Readonly<Record<string, string>>): Command<"command_call"> {
  const named = Object.entries(given).map(([name, value]) => ({ name, value }));
  const { name, id } = command;
  return { type: "command_call", input: { room, name, command: id, arguments: named, nonce: null } };
}

function argsIn({ args }: Fields): Args {
  if (args === undefined || args === null) return {};
  if (typeof args !== "object" || Array.isArray(args)) throw new Refusal(TEXTS.argsNotObject);
  return args as Args;
}

/** The arguments as texts; `called` says what the wire calls an option. */
function argumentsOf(
  { options }: SlashCommand,
  args: Args,
  called: (option: string) => string,
  checkedLater = false,
): Record<string, string> {
  const known = options.map(({ name }) => called(name));
  const given: [string, string][] = [];
  for (const [name, value] of Object.entries(args)) {
    if (!known.includes(name))
      throw new Refusal(text(TEXTS.unknownArgument, { argument: name.toWellFormed() }));
    if (value === null) continue;
    given.push([name, typeof value === "string" ? value.toWellFormed() : JSON.stringify(value)]);
  }
  const missing = options.find(
    ({ name, required }) => required && !given.some(([one]) => one === called(name)),
  );
  if (missing !== undefined && !checkedLater)
    throw new Refusal(text(TEXTS.argumentMissing, { argument: called(missing.name) }));
  return Object.fromEntries(given);
}

/** Why the caller's roles would not do; null where they would. */
async function roleRefusal({ allowedRoles, deniedRoles }: SlashCommand, here: Here): Promise<string | null> {
  if (allowedRoles === null && deniedRoles.length === 0) return null;
  const { handle, id } = here.session.user;
  const input = { space: here.space, room: null, after: id - 1, limit: 1, prefix: handle, role: null };
  const page = await here.ask({ type: "members_get", input });
  const held = page.items.find(({ user }) => user.id === id)?.roles ?? [];
  const { names } = here.named();
  const denied = deniedRoles.find((role) => held.includes(role));
  if (denied !== undefined) return text(TEXTS.roleForbidden, { role: names.get(denied) ?? "" });
  if (allowedRoles === null || allowedRoles.some((role) => held.includes(role))) return null;
  return text(TEXTS.roleNeeded, { role: names.get(allowedRoles[0] ?? 0) ?? OWNER });
}

type Offer = Command<"command_register">["input"];

/** A command as a client describes it. Throws `Invalid command schema`. */
function offerIn(value: unknown, here: Here): Offer {
  const { name, description, options = [], ...roles } = objectIn(value, "a command is an object");
  if (typeof name !== "string") throw bad("name: Field required");
  if (typeof description !== "string") throw bad(`${name}: description: Field required`);
  if (options !== null && !Array.isArray(options)) throw bad(`${name}: options: a list`);
  const allowed = rolesIn(roles.whitelistRoles, here);
  const denied = rolesIn(roles.blacklistRoles, here);
  return {
    space: here.space,
    name: name.toWellFormed(),
    description: description.toWellFormed(),
    options: (options ?? []).map(optionIn).sort((a, b) => Number(b.required) - Number(a.required)),
    permission: "",
    rooms: [],
    ...(allowed === null ? {} : { allowedRoles: allowed }),
    ...(denied === null ? {} : { deniedRoles: denied }),
  };
}

function optionIn(value: unknown, i: number): Omit<CommandOption, "choices"> & { choices: Choice[] } {
  const { name, description, type, choices, required = true } = objectIn(value, `options.${i}: an object`);
  const wished = `options.${i}`;
  if (typeof name !== "string") throw bad(`${wished}.name: Field required`);
  if (typeof description !== "string") throw bad(`${wished}.description: Field required`);
  const kind = typeof type === "string" && Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (kind === undefined) throw bad(`${wished}.type: one of ${Object.keys(KINDS).join(", ")}`);
  const listed = kind === "choice" && Array.isArray(choices) ? choices : [];
  if (kind === "choice" && listed.length === 0)
    throw bad("Enum options must define a non-empty 'choices' list");
  const texts = listed.map((choice: unknown) => String(choice).toWellFormed());
  return {
    name: name.toWellFormed(),
    kind,
    description: description.toWellFormed(),
    required: required !== false,
    choices: texts.map((choice) => ({ name: choice, value: choice })),
    min: null,
    max: null,
  };
}

interface Choice {
  name: string;
  value: string;
}

/** Roles by their names; null where there is no such list. The owner may anything; names of no role are left out. */
function rolesIn(value: unknown, { named }: Here): Id[] | null {
  if (!Array.isArray(value)) return null;
  return [...named().names].filter(([, name]) => value.includes(name)).map(([id]) => id);
}

function objectIn(value: unknown, otherwise: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad(otherwise);
  return value as Readonly<Record<string, unknown>>;
}

function bad(detail: string): Refusal {
  return new Refusal(text(TEXTS.badCommand, { detail }));
}
