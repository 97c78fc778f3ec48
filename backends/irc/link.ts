/** The connection to the IRC server: made again when it breaks, with its nick, its limits and its abilities. */

import { Client, type ConnectOptions } from "irc-framework";
import type { Config } from "./config.ts";

/** Longest pause before connecting again, in milliseconds. */
const MAX_PAUSE = 300_000;

/** A connection that lasted so long was a good one: the pauses begin anew. In milliseconds. */
const GOOD_MILLIS = 10_000;

/** How often a nick that somebody else had is asked for again, in milliseconds. */
const REGAIN_MILLIS = 30_000;

/** Longest wait for the farewell, in milliseconds. */
const QUIT_MILLIS = 400;

/** What the library calls a failed sign-in of which the network says nothing. */
const SASL_TROUBLE: Readonly<Record<string, string>> = {
  capability_missing: "nobody can sign in there now",
  unsupported_mechanism: "one does not sign in there in this way",
};

/** A line with its end, where the server does not say otherwise (RFC 2812 2.3). */
const LINE_BYTES = 512;

/** What a nick may take that the network accepts everywhere (RFC 2812 1.2.1). */
const SAFE_NICK = 9;

/** Abilities that are asked for besides those that irc-framework asks for itself. */
const ABILITIES = ["labeled-response", "draft/chathistory", "draft/message-redaction"];

export interface IrcLink {
  readonly client: Client;
  /** Registered, and everything known that the server says of itself. */
  isUp(): boolean;
  connect(): void;
  /** Says good-bye, and connects no more. */
  quit(reason: string): Promise<void>;
  /** A line; what could end it is taken out. */
  write(line: string): void;
  /** Bytes that the text of a message may take, so that nobody gets it cut off. */
  roomFor(target: string): number;
  /** Whether a client's tag is handed on to others. */
  takesTag(name: string): boolean;
  has(ability: string): boolean;
}

export interface LinkEvents {
  up(): void;
  down(): void;
  /** The network does not take the account: no other attempt is made. */
  refused(reason: string): void;
  log(line: string): void;
}

export function createLink(config: Config, events: LinkEvents, now: () => number): IrcLink {
  const { host, port, tls, sasl, certificate } = config;
  const options: ConnectOptions = {
    host,
    port,
    tls,
    rejectUnauthorized: true,
    nick: config.nick,
    username: config.username,
    gecos: config.realname,
    ...(config.password === null ? {} : { password: config.password }),
    // Without an account of its own the library would try the server's password for one.
    account: sasl ?? {},
    ...(certificate === null ? {} : { client_certificate: certificate }),
    ...(certificate !== null && sasl === null ? { sasl_mechanism: "EXTERNAL" } : {}),
    sasl_disconnect_on_fail: true,
    auto_reconnect: false,
    enable_chghost: true,
    enable_echomessage: true,
    ping_interval: 30,
    ping_timeout: 90,
    version: "Koine",
  };
  const client = new Client(options);
  client.requestCap(ABILITIES);

  let isUp = false;
  let isEnding = false;
  let attempts = 0;
  let upSince = 0;
  let mask = { ident: "", host: "" };
  let timer: ReturnType<typeof setTimeout> | null = null;
  let ended: () => void = () => undefined;

  /** Other names for when the nick is taken, short enough for every network. */
  let tries = 0;
  const nextNick = (): string => {
    tries += 1;
    const tail = tries === 1 ? "_" : `_${tries}`;
    return config.nick.slice(0, SAFE_NICK - tail.length) + tail;
  };
  const regain = (): void => {
    if (isUp && !client.caseCompare(client.user.nick, config.nick)) client.changeNick(config.nick);
  };
  const regaining = setInterval(regain, REGAIN_MILLIS);

  client.on("registered", () => {
    // The answer comes behind everything that the server says of itself.
    client.raw("PING koine-up");
  });
  client.on("pong", ({ message }) => {
    if (message !== "koine-up" || isUp) return;
    isUp = true;
    upSince = now();
    events.log(`connected to ${client.network.name || host} as ${client.user.nick}`);
    events.up();
  });
  client.on("nick in use", ({ nick }) => {
    if (isUp) return;
    events.log(`the nick ${nick} is taken`);
    client.changeNick(nextNick());
  });
  client.on("nick invalid", ({ nick, reason }) => {
    if (isUp) return;
    events.log(`the network does not take the nick ${nick}: ${reason}`);
    client.changeNick(nextNick());
  });
  client.on("quit", ({ nick }) => client.caseCompare(nick, config.nick) && regain());
  client.on("nick", ({ nick }) => client.caseCompare(nick, config.nick) && regain());
  client.on("join", ({ nick, ident, hostname }) => {
    if (client.caseCompare(nick, client.user.nick)) mask = { ident, host: hostname };
  });
  client.on("displayed host", ({ nick, hostname }) => {
    if (client.caseCompare(nick, client.user.nick)) mask = { ...mask, host: hostname };
  });
  client.on("user updated", ({ nick, new_ident, new_hostname }) => {
    if (!client.caseCompare(nick, client.user.nick)) return;
    mask = { ident: new_ident ?? mask.ident, host: new_hostname ?? mask.host };
  });
  client.on("sasl failed", ({ reason, message }) => {
    if (isEnding) return;
    isEnding = true;
    const name = sasl === null ? "the certificate" : `the account ${sasl.account}`;
    events.refused(`${host} does not take ${name}: ${message ?? SASL_TROUBLE[reason] ?? reason}`);
  });
  client.on("irc error", ({ error, reason }) => events.log(`the server says: ${error} ${reason ?? ""}`));
  client.on("socket close", (error) => {
    if (error instanceof Error) events.log(`the connection to ${host}:${port} broke: ${error.message}`);
  });
  client.on("close", () => {
    const wasUp = isUp;
    isUp = false;
    mask = { ident: "", host: "" };
    tries = 0;
    if (wasUp) events.down();
    ended();
    if (isEnding) return;
    attempts = wasUp && now() - upSince >= GOOD_MILLIS ? 0 : attempts + 1;
    // Whoever was thrown out together does not come back together.
    const pause = Math.min(config.reconnectAfter * 2 ** Math.max(0, attempts - 1), MAX_PAUSE);
    const shaken = Math.round(pause * (0.75 + Math.random() / 2));
    events.log(`not connected; trying again in ${shaken} ms`);
    timer = setTimeout(() => client.connect(), shaken);
  });

  const tokenNumber = (name: string, otherwise: number): number => {
    const value = Number(client.network.options[name]);
    return Number.isInteger(value) && value > 0 ? value : otherwise;
  };

  return {
    client,
    isUp: () => isUp,
    connect: () => client.connect(),
    async quit(reason) {
      isEnding = true;
      clearInterval(regaining);
      if (timer !== null) clearTimeout(timer);
      if (!client.connection.connected) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      ended = resolve;
      client.quit(reason);
      await Promise.race([promise, Bun.sleep(QUIT_MILLIS)]);
    },
    write: (line) => client.raw(line.replaceAll(/[\r\n\0]/g, " ")),
    roomFor(target) {
      // Unknown before the first channel is joined; then as long as they may be.
      const user = mask.ident === "" ? tokenNumber("USERLEN", 12) : Buffer.byteLength(mask.ident);
      const from = mask.host === "" ? tokenNumber("HOSTLEN", 64) : Buffer.byteLength(mask.host);
      // A nick that is regained may be longer than the one of this moment.
      const nick = Math.max(Buffer.byteLength(client.user.nick), Buffer.byteLength(config.nick));
      const around = `:!@ PRIVMSG ${target} :\r\n`;
      return tokenNumber("LINELEN", LINE_BYTES) - Buffer.byteLength(around) - nick - user - from;
    },
    takesTag: (name) => client.network.cap.isEnabled("message-tags") && client.network.supportsTag(name),
    has: (ability) => client.network.cap.isEnabled(ability),
  };
}
