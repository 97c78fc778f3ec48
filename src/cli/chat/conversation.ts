/** The chat itself: what it knows of rooms and messages, what it does with a command, what it shows. */

import { readCommand } from "../../../sdk/src/command-line.ts";
import type { SlashCommand } from "../../../sdk/src/gen/protocol.ts";
import type { Packet } from "../../../sdk/src/packet.ts";
import type { Connection, Watcher } from "./connection.ts";
import { HELP, type Input } from "./input.ts";
import type { Pending, View } from "./view.ts";
import type { Ready, WireEvent, WireMessage, WireRoom, WireUser } from "./wire.ts";

/** How many messages are shown on entering a room. */
const SHOWN = 20;

/** How long "is typing" stands without being said again, in milliseconds. */
const TYPING = 10_000;

export interface Conversation extends Watcher {
  /** Carries a command out. */
  take(input: Input): Promise<void>;
  /** The person is writing; tells the room, not more often than needed. */
  writing(): void;
  readonly handle: () => string;
  /** Resolves when the first state is here, so that commands have a room to stand in. */
  readonly begun: Promise<void>;
}

/** `ask` is the connection's; `end` is called once, when it is over. */
export function converse(
  view: View,
  ask: Connection["request"],
  end: (reason: string) => void,
): Conversation {
  const rooms = new Map<number, WireRoom>();
  const messages = new Map<number, WireMessage>();
  const commands = new Map<number, SlashCommand>();
  const statuses = new Map<number, string>();
  const typing = new Map<string, Timer>();
  const pending = new Map<string, Pending>();
  let me: WireUser = { id: 0, handle: "", name: "" };
  let space = 0;
  let current: WireRoom | null = null;
  let saidTyping = 0;
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();

  const showPending = (): void => view.pending([...pending.values()]);

  const byNumber = (n: number): WireMessage | undefined =>
    [...messages.values()].find((message) => message.n === n && message.channel_id === current?.id);

  const enter = async (room: WireRoom): Promise<void> => {
    current = room;
    for (const name of [...typing.keys()]) forgetTyping(name);
    view.room(room);
    const answer = await ask({ type: "history_get", room_id: room.id, limit: SHOWN });
    if (answer.type === "error") return refused(answer);
    for (const message of (answer.messages ?? []) as WireMessage[]) show(message);
  };

  const show = (message: WireMessage): void => {
    const isNew = !messages.has(message.id);
    messages.set(message.id, message);
    if (message.channel_id !== current?.id) return;
    if (message.only_for !== undefined) return view.notice(`${message.author.name}: ${message.content}`);
    forgetTyping(message.author.name);
    if (isNew || message.edited !== undefined) view.message(message);
  };

  const refused = (answer: WireEvent): void =>
    view.notice(`Not done: ${String(answer.message ?? answer.code)}`);

  const say = async (text: string, replyTo: number): Promise<void> => {
    if (current === null) return view.notice("You are in no room");
    const nonce = crypto.randomUUID();
    pending.set(nonce, { text });
    showPending();
    const room_id = current.id;
    const answer = await ask({ type: "message_send", room_id, content: text, nonce, reply_to: replyTo });
    pending.delete(nonce);
    showPending();
    saidTyping = 0;
    if (answer.type === "error") refused(answer);
  };

  const use = async (text: string): Promise<void> => {
    if (current === null) return view.notice("You are in no room");
    const typed = readCommand(text, [...commands.values()]);
    if (typed === null)
      return view.notice(`There is no ${text.split(/\s/, 1)[0]}; /help lists what there is`);
    const { command, missing } = typed;
    if (missing.length > 0) return view.notice(`/${command.name} needs ${missing.join(", ")}`);
    const answer = await ask({
      type: "command_call",
      room_id: current.id,
      name: command.name,
      command_id: command.id,
      arguments: typed.arguments,
    });
    if (answer.type === "error") return refused(answer);
    // What the server says itself comes in its answer, and is for this person alone.
    const said = answer.message as WireMessage | undefined;
    if (said !== undefined && said.n === undefined) view.notice(said.content);
  };

  const help = (): void => {
    // Its own "/help" is this one.
    const others = [...commands.values()].filter(({ name }) => name !== "help");
    const lines = others.map(
      ({ name, options = [], description }) =>
        `/${[name, ...options.map((one) => (one.required === true ? one.name : `[${one.name}]`))].join(" ")}  ${description}`,
    );
    view.notice([HELP, "", "In this space:", ...lines].join("\n"));
  };

  const onMessage = async (n: number, event: (message: WireMessage) => WireEvent): Promise<void> => {
    const message = byNumber(n);
    if (message === undefined) return view.notice(`There is no message ${n} here`);
    const answer = await ask(event(message));
    if (answer.type === "error") refused(answer);
  };

  const forgetTyping = (name: string): void => {
    if (!typing.has(name)) return;
    clearTimeout(typing.get(name));
    typing.delete(name);
    view.typing([...typing.keys()]);
  };

  const typed = (name: string): void => {
    clearTimeout(typing.get(name));
    typing.set(
      name,
      setTimeout(() => forgetTyping(name), TYPING),
    );
    view.typing([...typing.keys()]);
  };

  const who = async (): Promise<void> => {
    const answer = await ask({ type: "members_get", space_id: space, limit: 200 });
    if (answer.type === "error") return refused(answer);
    const members = (answer.members ?? []) as { readonly user: WireUser }[];
    const lines = members.map(({ user }) => `${user.name} (${statuses.get(user.id) ?? "offline"})`);
    view.notice(lines.join("\n") + (answer.more === true ? "\n…" : ""));
  };

  const create = async (name: string): Promise<void> => {
    const answer = await ask({ type: "room_create", name });
    if (answer.type === "error") return refused(answer);
    const room = answer.room as WireRoom;
    rooms.set(room.id, room);
    await enter(room);
  };

  const go = async (name: string): Promise<void> => {
    const wanted = name.replace(/^#/, "").toLowerCase();
    const room = [...rooms.values()].find((one) => one.name.toLowerCase() === wanted);
    if (room === undefined) return view.notice(`There is no room ${name}`);
    await enter(room);
  };

  const noteOn = (id: unknown, text: (n: number) => string): void => {
    const message = messages.get(Number(id));
    if (message !== undefined && message.channel_id === current?.id) view.note(text(message.n));
  };

  const told: Readonly<Record<string, (event: WireEvent) => void>> = {
    message_create: (event) => show(event.message as WireMessage),
    message_update({ message_id, content, edited }) {
      const message = messages.get(Number(message_id));
      if (message === undefined || typeof content !== "string") return;
      show({ ...message, content, edited: Number(edited ?? 0) });
    },
    message_delete({ message_id }) {
      noteOn(message_id, (n) => `#${n} was deleted`);
      messages.delete(Number(message_id));
    },
    reaction_add: ({ message_id, emoji, user }) =>
      noteOn(message_id, (n) => `${(user as WireUser).name} reacted to #${n}: ${String(emoji)}`),
    reaction_remove: ({ message_id, emoji, user }) =>
      noteOn(message_id, (n) => `${(user as WireUser).name} took ${String(emoji)} back from #${n}`),
    typing_start({ room_id, user }) {
      const { id, name } = user as WireUser;
      if (room_id === current?.id && id !== me.id) typed(name);
    },
    typing_stop: ({ user }) => forgetTyping((user as WireUser).name),
    presence_update: ({ user_id, status }) => statuses.set(Number(user_id), String(status)),
    room_create({ room }) {
      const made = room as WireRoom;
      if (!rooms.has(made.id) && made.id !== current?.id) view.note(`There is a new room: ${made.name}`);
      rooms.set(made.id, made);
    },
    room_update({ room_id, name }) {
      const room = rooms.get(Number(room_id));
      if (room === undefined || typeof name !== "string") return;
      rooms.set(room.id, { ...room, name });
      view.note(`${room.name} is now called ${name}`);
    },
    room_delete: ({ room_id }) => rooms.delete(Number(room_id)),
    command_update({ command_id, command }) {
      if (command === undefined) commands.delete(Number(command_id));
      else commands.set(Number(command_id), command as SlashCommand);
    },
    command_end: ({ name }) => view.notice(`Nobody answered /${String(name)}`),
    going_down: () => view.notice("The server is going down"),
  };

  return {
    handle: () => me.handle,
    begun,

    async take(input) {
      switch (input.command) {
        case "send":
          return say(input.text, 0);
        case "reply": {
          const message = byNumber(input.n);
          return message === undefined
            ? view.notice(`There is no message ${input.n} here`)
            : say(input.text, message.id);
        }
        case "edit":
          return onMessage(input.n, ({ id }) => ({
            type: "message_edit",
            message_id: id,
            content: input.text,
          }));
        case "delete":
          return onMessage(input.n, ({ id }) => ({ type: "message_delete", message_id: id }));
        case "react":
          return onMessage(input.n, ({ id }) => ({
            type: "reaction_add",
            message_id: id,
            emoji: input.emoji,
          }));
        case "rooms":
          return view.notice([...rooms.values()].map(({ name }) => name).join("\n"));
        case "room":
          return go(input.name);
        case "create":
          return create(input.name);
        case "who":
          return who();
        case "help":
          return help();
        case "use":
          return use(input.text);
        case "quit":
          return end("");
      }
    },

    writing() {
      const time = Date.now();
      if (current === null || time - saidTyping < TYPING / 2) return;
      saidTyping = time;
      void ask({ type: "typing_start", room_id: current.id });
    },

    packet: (packet: Packet) => view.packet(packet),

    ready({ user, space: where, rooms: list = [], presences = [], commands: offered = [] }: Ready) {
      if (user !== undefined) me = user;
      space = where?.id ?? 0;
      rooms.clear();
      messages.clear();
      commands.clear();
      for (const one of offered) commands.set(one.id, one);
      for (const room of list) rooms.set(room.id, room);
      for (const { user_id, status } of presences) statuses.set(user_id, status);
      const room = rooms.get(current?.id ?? 0) ?? rooms.get(where?.default_room_id ?? 0);
      view.notice(`Signed in as ${me.name}. /help lists what you can do`);
      if (room === undefined) view.notice("You see no room");
      else void enter(room);
      begin();
    },

    resumed: () => view.notice("Connected again"),

    told: (event) => told[event.type]?.(event),

    lost: (reason, wait) =>
      view.notice(`Not connected: ${reason}. Trying again in ${(wait / 1000).toFixed(1)} s`),

    ended: (reason) => end(reason),
  };
}
