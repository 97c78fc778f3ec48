/** The backend: channels of an IRC network as rooms. */

import { KOINE_1, koineOf } from "../sdk/extra.ts";
import { type Backend, type Link, Refusal } from "../sdk/run.ts";
import type { Message, Update } from "../sdk/wire.ts";
import { type Channel, isOpen, newChannel, remember, roomOf, type Spoken } from "./channel.ts";
import type { Config } from "./config.ts";
import { createHistory } from "./history.ts";
import { listen } from "./incoming.ts";
import { createJournal } from "./journal.ts";
import { createLink } from "./link.ts";
import { createOutgoing } from "./outgoing.ts";
import { createPeople } from "./people.ts";
import { sayingOf } from "./sayings.ts";

/** Updates that wait for the server; above it nothing more is read from the network. */
const MAX_WAITING_UPDATES = 500;

/** Longest wait for the answer to a JOIN, in milliseconds. */
const JOIN_MILLIS = 20_000;

/** How long the network may be away while something waits for it, in milliseconds; then the program ends. */
const MAX_AWAY = 120_000;

/** Lines of ours that are remembered as parts of a message. */
const MAX_PARTS = 2000;

/** What the network answers a JOIN with that fails. */
const JOIN_ERRORS = new Set([
  "too_many_channels",
  "channel_is_full",
  "invite_only_channel",
  "banned_from_channel",
  "bad_channel_key",
  "no_such_channel",
]);

/** `now` in milliseconds since the epoch. Throws where the state folder cannot be used. */
export function ircBackend(config: Config, now: () => number): Backend {
  const journal = createJournal(config.state);
  const channels = new Map<string, Channel>();
  /** Ids of a message's further lines, and its own. */
  const parts = new Map<string, string>();
  const run = crypto.randomUUID().slice(0, 8);
  let ids = 0;
  let waiting = 0;
  let server: Link | null = null;
  /** Milliseconds since the epoch: when the network was last there, or the start. */
  let awaySince = now();

  const newId = (): string => `local-${run}-${++ids}`;
  const link = createLink(config, { up, down, log: (line) => server?.log(line) }, now);
  const { client } = link;
  const lower = (text: string): string => client.caseLower(text);
  const people = createPeople(lower);
  const isMe = (nick: string): boolean => client.caseCompare(nick, client.user.nick);
  const find = (name: string): Channel | undefined => channels.get(lower(name));
  const outgoing = createOutgoing({
    link,
    journal,
    rate: config.rate,
    now,
    newId,
    isOpen(target) {
      const channel = find(target);
      return channel === undefined ? !isChannel(target) : isOpen(channel);
    },
    giveUp() {
      if (link.isUp() || now() - awaySince < MAX_AWAY) return false;
      server?.fail(`${config.host} cannot be reached`);
      return true;
    },
    arrived({ id, lines }) {
      for (const line of lines) parts.set(line, id);
      const [oldest] = parts.keys();
      if (parts.size > MAX_PARTS && oldest !== undefined) parts.delete(oldest);
    },
  });
  const history = createHistory({
    link,
    journal,
    now,
    newId,
    channels: () => channels.values(),
    tell: (channel, spoken) => update({ type: "MessageUpsert", value: messageOf(spoken, channel.id) }),
    opened(channel) {
      server?.log(`joined ${channel.name}`);
      outgoing.pump();
    },
  });

  /** Tells the server; what it does not read in time stays with the network. */
  function update(told: Update): void {
    if (server === null) return;
    waiting += 1;
    if (waiting === MAX_WAITING_UPDATES) client.connection.transport?.socket?.pause();
    void server.update(told).then(() => {
      waiting -= 1;
      if (waiting === MAX_WAITING_UPDATES / 2) client.connection.transport?.socket?.resume();
    });
  }

  function messageOf({ id, sender, content, time, extra }: Spoken, recipient: string): Message {
    const said = { id, sender, recipient, content, create_time: time, edit_time: time };
    return { ...said, attachments: [], extra: { koine: extra } };
  }

  function up(): void {
    for (const channel of channels.values()) if (channel.isWanted) enter(channel);
    outgoing.pump();
  }

  function down(): void {
    awaySince = now();
    people.forget();
    history.down();
    outgoing.down();
    for (const channel of channels.values()) {
      channel.gathering = null;
      channel.isJoined = false;
    }
  }

  /** Whether the network lets us in. */
  function shut(channel: Channel, isShut: boolean): void {
    if (channel.isShut === isShut) return;
    channel.isShut = isShut;
    update({ type: "RoomUpsert", value: roomOf(channel) });
  }

  function isChannel(name: string): boolean {
    const types = client.network.options.CHANTYPES;
    return (Array.isArray(types) ? types : ["#", "&"]).includes(name[0]);
  }

  function enter({ name, key }: Channel): void {
    link.write(`JOIN ${name}${key === null ? "" : ` ${key}`}`);
  }

  function requireChannel(id: string): Channel {
    const channel = find(id);
    if (channel === undefined) throw new Refusal(`There is no room ${id}`);
    return channel;
  }

  function notJoined(channel: Channel, reason: string): void {
    server?.log(`${channel.name} cannot be joined: ${reason}`);
    channel.joining?.reject(new Refusal(`${channel.name} cannot be joined: ${reason}`));
    channel.joining = null;
    if (channel.isWanted) shut(channel, true);
  }

  client.on("join", ({ nick, channel: name }) => {
    const channel = find(name);
    if (!isMe(nick) || channel === undefined) return;
    channel.name = name;
    channel.isJoined = true;
    shut(channel, false);
    channel.joining?.resolve();
    channel.joining = null;
    history.begin(channel);
  });
  const left = (name: string): void => {
    const channel = find(name);
    if (channel === undefined) return;
    channel.isJoined = false;
    channel.gathering = null;
    shut(channel, true);
  };
  client.on("part", ({ nick, channel }) => isMe(nick) && left(channel));
  client.on("kick", ({ kicked, channel, message }) => {
    if (!isMe(kicked)) return;
    server?.log(`removed from ${channel}: ${message}`);
    left(channel);
    // Whoever removes a bridge means it: it comes back with the next connection, or when it is asked to.
  });
  client.on("channel info", ({ channel: name, raw_modes = "" }) => {
    const channel = find(name);
    if (channel !== undefined && raw_modes !== "") channel.hasPlayback = raw_modes.includes("H");
  });
  client.on("irc error", ({ error, channel: name, nick, reason = error }) => {
    const channel = name === undefined ? undefined : find(name);
    if (JOIN_ERRORS.has(error) && channel !== undefined && !channel.isJoined) notJoined(channel, reason);
    else if (name !== undefined) outgoing.refused(name, reason);
    else if (nick !== undefined) outgoing.refused(nick, reason);
  });
  client.on("pong", ({ message }) => {
    outgoing.pong(message);
    history.pong(message);
    for (const { id, isJoined, gathering } of channels.values()) {
      if (isJoined && gathering === null) journal.hear(id, now());
    }
  });
  client.on("batch end chathistory", ({ params: [name = ""], commands }) => {
    const channel = find(name);
    if (channel !== undefined) history.paged(channel, commands.length);
  });

  listen(client, {
    people,
    now,
    newId,
    tells: config.tell,
    channel: find,
    channels: () => channels.values(),
    idOf: (id) => parts.get(id) ?? id,
    heard: (channel, spoken, isOld) => history.take(channel, spoken, isOld),
    private: (spoken) =>
      update({ type: "MessageUpsert", value: messageOf(spoken, people.idOf({ nick: client.user.nick })) }),
    echoed(echo, isOld) {
      if (!isOld) return outgoing.echo(echo);
      outgoing.remembered(echo);
      return true;
    },
    redacted(channel, id) {
      channel.recent.delete(id);
      update({ type: "MessageDelete", value: parts.get(id) ?? id });
    },
  });

  return {
    name: "irc",
    version: [1, 0, 0],
    extensions: [KOINE_1],

    async start(to) {
      server = to;
      for (const { name, key } of config.channels)
        channels.set(lower(name), newChannel(lower(name), name, key));
      for (const channel of channels.values())
        await to.update({ type: "RoomUpsert", value: roomOf(channel) });
      await journal.open();
      link.connect();
    },

    async stop() {
      await outgoing.stop();
      journal.close();
      await link.quit("the bridge is ending");
    },

    async messageSend(message) {
      const extra = koineOf(message.extra);
      const channel = find(message.recipient);
      if (channel === undefined && /[\s,\p{Cc}]|^:/u.test(message.recipient))
        throw new Refusal("There is no such place");
      if (channel !== undefined && (channel.isShut || !channel.isWanted)) {
        throw new Refusal(`${channel.name} is not joined`);
      }
      const target = channel?.name ?? people.nickOf(message.recipient);
      const id = await outgoing.send(extra.key ?? newId(), target, () =>
        sayingOf(message, extra, {
          room: link.roomFor(target),
          maxLines: config.maxLines,
          names: { user: (user) => people.nickOf(user), room: (room) => room },
          takesTag: link.takesTag,
          canRedact: link.has("draft/message-redaction"),
          find: (one) => channel?.recent.get(one),
        }),
      );
      if (channel !== undefined && extra.react === undefined && extra.delete_of === undefined) {
        const name = extra.author?.name ?? client.user.nick;
        const sender = people.idOf({ nick: client.user.nick });
        remember(channel, { id, sender, name, content: message.content, time: now(), extra: {} });
      }
      return id;
    },

    messageGet(id) {
      for (const channel of channels.values()) {
        const spoken = channel.recent.get(id);
        if (spoken !== undefined) return messageOf(spoken, channel.id);
      }
      throw new Refusal("This message is not remembered here");
    },

    async messageGetBefore(id) {
      const channel = [...channels.values()].find(({ recent }) => recent.has(id));
      if (channel !== undefined) await history.before(channel, id);
    },

    roomGet: (id) => roomOf(requireChannel(id)),
    roomLookup: (name) => lookup(name).id,
    roomCreate: ({ name }) => lookup(name.startsWith("#") ? name : `#${name}`).id,

    async roomJoin(id) {
      const channel = lookup(id);
      channel.isWanted = true;
      if (channel.isJoined) return;
      channel.joining ??= Promise.withResolvers<void>();
      const { promise, reject } = channel.joining;
      const late = setTimeout(
        () => reject(new Refusal(`${channel.name} could not be joined yet`, true)),
        JOIN_MILLIS,
      );
      if (link.isUp()) enter(channel);
      await promise.finally(() => {
        clearTimeout(late);
        channel.joining = null;
      });
    },

    roomLeave(id) {
      const channel = requireChannel(id);
      channel.isWanted = false;
      if (channel.isJoined) link.write(`PART ${channel.name}`);
    },
  };

  /** The channel of a name, known from now on. Throws a `Refusal` where no channel is called so. */
  function lookup(name: string): Channel {
    const known = find(name);
    if (known !== undefined) return known;
    if (!isChannel(name) || /[\s,\p{Cc}]/u.test(name) || Buffer.byteLength(name) > 200) {
      throw new Refusal("A channel is called # and a word");
    }
    const channel = newChannel(lower(name), name, null);
    channel.isWanted = false;
    channels.set(channel.id, channel);
    return channel;
  }
}
