/** What happens on the network, as messages. */

import type { Client, From, Spoken as IrcSpoken } from "irc-framework";
import { concat, text } from "../sdk/content.ts";
import type { Content } from "../sdk/wire.ts";
import type { Channel, Spoken } from "./channel.ts";
import type { Happening } from "./config.ts";
import { plainLine, toContent } from "./format.ts";
import { isAccount, type People } from "./people.ts";
import { doing } from "./sayings.ts";

export interface Hearing {
  readonly people: People;
  /** The channel of a name, where it is one that is joined. */
  channel(name: string): Channel | undefined;
  channels(): Iterable<Channel>;
  /** The id that the server knows a line by: lines of ours share their message's. */
  idOf(networkId: string): string;
  heard(channel: Channel, spoken: Spoken, isOld: boolean): void;
  /** Said to us alone. */
  private(spoken: Spoken): void;
  /** Something of ours came back; true when it was expected. */
  echoed(event: { target: string; text: string; tags: From["tags"] }, isOld: boolean): boolean;
  redacted(channel: Channel, id: string): void;
  readonly tells: ReadonlySet<Happening>;
  newId(): string;
  readonly now: () => number;
}

/** Hands on everything that is heard. */
export function listen(client: Client, hearing: Hearing): void {
  const { people } = hearing;
  const isMe = (nick: string): boolean => client.caseCompare(nick, client.user.nick);

  function spokenOf(event: From, content: Content, more: object = {}): Spoken {
    const { msgid, "+draft/reply": reply } = event.tags;
    const sender = people.speakerOf(event);
    return {
      id: msgid === undefined || msgid === "" ? hearing.newId() : msgid,
      sender,
      name: event.nick,
      content,
      time: event.time ?? hearing.now(),
      extra: {
        sender_name: event.nick,
        ...(isAccount(sender) ? { lasting: true } : {}),
        ...(reply === undefined || reply === "" ? {} : { reply_to: hearing.idOf(reply) }),
        ...more,
      },
    };
  }

  /** Somebody said something, or did with a tag alone. */
  function speech(
    event: Omit<IrcSpoken, "message">,
    line: string,
    content: Content,
    more: object = {},
  ): void {
    if (event.from_server) return;
    const isOld = event.batch?.type === "chathistory";
    if (isMe(event.nick) && hearing.echoed({ target: event.target, text: line, tags: event.tags }, isOld))
      return;
    const channel = hearing.channel(event.target);
    if (channel !== undefined) hearing.heard(channel, spokenOf(event, content, more), isOld);
    else if (isMe(event.target) && !isMe(event.nick)) hearing.private(spokenOf(event, content, more));
  }

  client.on("privmsg", (event) => speech(event, event.message, toContent(event.message)));
  client.on("notice", (event) => speech(event, event.message, toContent(event.message)));
  client.on("action", (event) => {
    const content: Content = {
      type: "Italic",
      value: concat(text(`${event.nick} `), toContent(event.message)),
    };
    speech(event, `\x01ACTION ${event.message}\x01`, content);
  });
  client.on("tagmsg", (event) => {
    const { "+draft/react": emote, "+draft/unreact": removed, "+draft/reply": to } = event.tags;
    const word = emote ?? removed;
    const isReaction = word !== undefined && word !== "" && to !== undefined && to !== "";
    const react = isReaction
      ? { react: { to: hearing.idOf(to), emote: word, ...(emote === undefined ? { remove: true } : {}) } }
      : {};
    if (isReaction || isMe(event.nick)) speech(event, "", concat(), { reply_to: undefined, ...react });
  });

  /** A line about what somebody did, in the channels that it concerns. */
  function happened(
    kind: Happening,
    event: From,
    where: Iterable<Channel>,
    what: string,
    more: object = {},
  ): void {
    if (event.batch?.type === "chathistory" || !hearing.tells.has(kind) || isMe(event.nick)) return;
    for (const channel of where) {
      const spoken = spokenOf(event, doing(`${event.nick} ${what}`), more);
      hearing.heard(channel, { ...spoken, id: hearing.newId() }, false);
    }
  }

  const named = (name: string): Channel[] => {
    const channel = hearing.channel(name);
    return channel === undefined ? [] : [channel];
  };
  /** Where somebody was seen; without lists of members, where they spoke. */
  const withUser = (nick: string): Channel[] => {
    const id = people.idOf({ nick });
    return [...hearing.channels()].filter((channel) => present(channel, id));
  };
  const because = (reason: string): string => (reason === "" ? "" : ` (${plainLine(reason)})`);

  client.on("join", (event) => happened("join", event, named(event.channel), "joined"));
  client.on("part", (event) => {
    const reason = event.message === event.channel ? "" : event.message;
    happened("part", event, named(event.channel), `left${because(reason)}`);
  });
  client.on("kick", (event) => {
    const reason = because(event.message === event.kicked ? "" : event.message);
    happened("kick", event, named(event.channel), `removed ${event.kicked}${reason}`);
  });
  client.on("quit", (event) => {
    happened("quit", event, withUser(event.nick), `went away${because(event.message)}`);
    people.gone(event.nick);
  });
  client.on("nick", (event) => {
    const where = withUser(event.nick);
    people.renamed(event.nick, event.new_nick);
    const renamed = { ...event, nick: event.new_nick };
    if (isMe(event.nick) || isMe(event.new_nick)) return;
    for (const channel of where) {
      if (!hearing.tells.has("nick")) break;
      const spoken = spokenOf(renamed, doing(`${event.nick} is now ${event.new_nick}`));
      hearing.heard(channel, { ...spoken, id: hearing.newId() }, false);
    }
  });
  client.on("topic", ({ channel, topic, nick, ident = "", hostname = "", tags = {}, time }) => {
    if (nick === undefined || nick === "") return;
    const from = { nick, ident, hostname, tags, ...(time === undefined ? {} : { time }) };
    const plain = plainLine(topic);
    happened("topic", from, named(channel), `changed the topic: ${plain}`, { topic: plain });
  });
  client.on("unknown command", ({ command, params: [target = "", id = ""] }) => {
    const channel = command === "REDACT" ? hearing.channel(target) : undefined;
    if (channel !== undefined) hearing.redacted(channel, id);
  });
}

function present({ recent }: Channel, sender: string): boolean {
  for (const spoken of recent.values()) if (spoken.sender === sender) return true;
  return false;
}
