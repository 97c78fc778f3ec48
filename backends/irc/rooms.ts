/** The channels of an IRC network: joined, left, shut; what the network says of that. */

import { Refusal } from "../sdk/run.ts";
import { type Channel, newChannel } from "./channel.ts";
import type { IrcLink } from "./link.ts";

/** Longest wait for the answer to a JOIN, in milliseconds. */
const JOIN_MILLIS = 20_000;

/** Longest name of a channel, where the network says nothing of it. */
const MAX_NAME_BYTES = 200;

/** What the network answers a JOIN with that fails. */
const JOIN_ERRORS = new Set([
  "too_many_channels",
  "channel_is_full",
  "invite_only_channel",
  "banned_from_channel",
  "bad_channel_key",
  "no_such_channel",
]);

export interface Rooms {
  isChannel(name: string): boolean;
  /** Asks the network to let us in. */
  enter(channel: Channel): void;
  /** Throws a `Refusal` where there is none. */
  require(id: string): Channel;
  /** The channel of a name, known from now on. Throws a `Refusal` where no channel is called so. */
  lookup(name: string): Channel;
  /** Resolves when it is joined. Rejects with a `Refusal`. */
  join(id: string): Promise<void>;
  /** A channel is made by whoever joins it first. Rejects with a `Refusal`. */
  create(name: string): Promise<string>;
  leave(id: string): void;
  /** Whether an error of the network's was about joining the channel. */
  refused(channel: Channel, error: string, reason: string): boolean;
}

export interface RoomsAround {
  readonly link: IrcLink;
  /** By their names in lower case. */
  readonly channels: Map<string, Channel>;
  isMe(nick: string): boolean;
  /** Whether it can be written to has changed. */
  changed(channel: Channel): void;
  joined(channel: Channel): void;
  log(line: string): void;
}

export function createRooms({ link, channels, isMe, changed, joined, log }: RoomsAround): Rooms {
  const { client } = link;
  const lower = (text: string): string => client.caseLower(text);
  const find = (name: string): Channel | undefined => channels.get(lower(name));

  /** Whether the network lets us in. */
  function shut(channel: Channel, isShut: boolean): void {
    if (channel.isShut === isShut) return;
    channel.isShut = isShut;
    changed(channel);
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
    log(`${channel.name} cannot be joined: ${reason}`);
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
    joined(channel);
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
    log(`removed from ${channel}: ${message}`);
    left(channel);
    // Whoever removes a bridge means it: it comes back with the next connection, or when it is asked to.
  });
  client.on("channel info", ({ channel: name, raw_modes = "" }) => {
    const channel = find(name);
    if (channel !== undefined && raw_modes !== "") channel.hasPlayback = raw_modes.includes("H");
  });

  function lookup(name: string): Channel {
    const known = find(name);
    if (known !== undefined) return known;
    if (!isChannel(name) || /[\s,\p{Cc}]/u.test(name) || Buffer.byteLength(name) > MAX_NAME_BYTES) {
      throw new Refusal("A channel is called # and a word");
    }
    const channel = newChannel(lower(name), name, null);
    channel.isWanted = false;
    channels.set(channel.id, channel);
    return channel;
  }

  async function join(channel: Channel): Promise<void> {
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
  }

  return {
    isChannel,
    enter,
    require: requireChannel,
    lookup,
    join: (id) => join(lookup(id)),
    async create(wished) {
      const name = isChannel(wished) ? wished : `#${wished}`;
      const length = Number(client.network.options.CHANNELLEN) || MAX_NAME_BYTES;
      if (Buffer.byteLength(name) > length)
        throw new Refusal(`A channel's name has at most ${length} bytes here`);
      const channel = lookup(name);
      const wasWanted = channel.isWanted;
      try {
        await join(channel);
      } catch (error) {
        // One that could not be made is not tried again with the next connection.
        channel.isWanted = wasWanted;
        throw error;
      }
      return channel.id;
    },
    leave(id) {
      const channel = requireChannel(id);
      channel.isWanted = false;
      if (channel.isJoined) link.write(`PART ${channel.name}`);
    },
    refused(channel, error, reason) {
      if (!JOIN_ERRORS.has(error) || channel.isJoined) return false;
      notJoined(channel, reason);
      return true;
    },
  };
}
