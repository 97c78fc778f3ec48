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
import { createRooms } from "./rooms.ts";
import { sayingOf } from "./sayings.ts";

/** Updates that wait for the server; above it nothing more is read from the network. */
const MAX_WAITING_UPDATES = 500;

/** How long the network may be away while something waits for it, in milliseconds; then the program ends. */
const MAX_AWAY = 120_000;

/** How long the answer to signing in is waited for before anything is told, in milliseconds. */
const SIGN_IN_MILLIS = 5_000;

/** Lines of ours that are remembered as parts of a message. */
const MAX_PARTS = 2000;

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
  /** Whether the server took what it was told last. */
  let taken: Promise<boolean> = Promise.resolve(true);
  /** The network took us, or did not. */
  const admitted = Promise.withResolvers<void>();
  let isRefused = false;
  /** Milliseconds since the epoch: when the network was last there, or the start. */
  let awaySince = now();

  const newId = (): string => `local-${run}-${++ids}`;
  const link = createLink(config, { up, down, refused, log: (line) => server?.log(line) }, now);
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
      return channel === undefined ? !rooms.isChannel(target) : isOpen(channel);
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
    hear: (channel, time) => hear(channel.id, time),
    tell: (channel, spoken) => update({ type: "MessageUpsert", value: messageOf(spoken, channel.id) }),
    opened(channel) {
      server?.log(`joined ${channel.name}`);
      outgoing.pump();
    },
  });

  const rooms = createRooms({
    link,
    channels,
    isMe,
    changed: (channel) => update({ type: "RoomUpsert", value: roomOf(channel) }),
    joined: history.begin,
    log: (line) => server?.log(line),
  });

  /** Tells the server; what it does not read in time stays with the network. */
  function update(told: Update): void {
    if (server === null) return;
    waiting += 1;
    if (waiting === MAX_WAITING_UPDATES) client.connection.transport?.socket?.pause();
    taken = server.update(told).then((isTaken) => {
      waiting -= 1;
      if (waiting === MAX_WAITING_UPDATES / 2) client.connection.transport?.socket?.resume();
      return isTaken;
    });
  }

  /** A channel was heard up to a time, in milliseconds, once the server took all that it was told until now. */
  function hear(channel: string, time: number): void {
    void taken.then((isTaken) => isTaken && journal.hear(channel, time));
  }

  function messageOf({ id, sender, content, time, extra }: Spoken, recipient: string): Message {
    const said = { id, sender, recipient, content, create_time: time, edit_time: time };
    return { ...said, attachments: [], extra: { koine: extra } };
  }

  function up(): void {
    admitted.resolve();
    for (const channel of channels.values()) if (channel.isWanted) rooms.enter(channel);
    outgoing.pump();
  }

  /** Whoever looks after the bridge hears why, and the server's pauses between its attempts grow. */
  function refused(reason: string): void {
    isRefused = true;
    admitted.resolve();
    server?.fail(reason);
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

  client.on("irc error", ({ error, channel: name, nick, reason = error }) => {
    const channel = name === undefined ? undefined : find(name);
    if (channel !== undefined && rooms.refused(channel, error, reason)) return;
    if (name !== undefined) outgoing.refused(name, reason);
    else if (nick !== undefined) outgoing.refused(nick, reason);
  });
  client.on("pong", ({ message }) => {
    outgoing.pong(message);
    history.pong(message);
    for (const { id, isJoined, gathering } of channels.values()) {
      if (isJoined && gathering === null) hear(id, now());
    }
  });
  client.on("batch end chathistory", ({ params: [name = ""], commands }) => {
    const channel = find(name);
    if (channel !== undefined) history.paged(channel, commands);
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
      await journal.open();
      link.connect();
      // To the server, what is told is a sign that all is well, after which it would start the program at once.
      if (config.sasl !== null || config.certificate !== null)
        await Promise.race([admitted.promise, Bun.sleep(SIGN_IN_MILLIS)]);
      if (isRefused) return;
      for (const channel of channels.values())
        await to.update({ type: "RoomUpsert", value: roomOf(channel) });
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

    roomGet: (id) => roomOf(rooms.require(id)),
    roomLookup: (name) => rooms.lookup(name).id,
    roomCreate: ({ name }) => rooms.create(name),

    roomJoin: rooms.join,
    roomLeave: rooms.leave,
  };
}
