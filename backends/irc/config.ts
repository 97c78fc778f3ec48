/** What the backend is told: words of its command line, and secrets in its environment. */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

/** What happens in a channel besides speech, and may be told as a line. */
const HAPPENINGS = ["join", "part", "quit", "kick", "nick", "topic"] as const;
export type Happening = (typeof HAPPENINGS)[number];

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly nick: string;
  readonly username: string;
  readonly realname: string;
  readonly channels: readonly { readonly name: string; readonly key: string | null }[];
  /** The server's password, not an account's. */
  readonly password: string | null;
  readonly sasl: { readonly account: string; readonly password: string } | null;
  readonly certificate: { readonly private_key: string; readonly certificate: string } | null;
  readonly tell: ReadonlySet<Happening>;
  /** Where it is kept what was sent and seen; null forgets it with the process. */
  readonly state: string | null;
  /** Most lines that one message becomes. */
  readonly maxLines: number;
  /** Lines a second, after a first few. */
  readonly rate: number;
  /** Milliseconds to the first attempt at connecting again; doubles to five minutes. */
  readonly reconnectAfter: number;
}

export const USAGE = `koine backend irc --server HOST --channel '#NAME' …    channels of an IRC network

  --server HOST           the IRC server
  --port PORT             6697, or 6667 with --no-tls
  --no-tls                speak in the clear
  --nick NICK             koine
  --username NAME         as the nick
  --realname TEXT         "Koine bridge"
  --channel '#NAME KEY'   a channel to join, and its key where it has one; as often as needed
  --tell LIST             what is told as a line besides speech, of ${HAPPENINGS.join(", ")}; or "none".
                          Default: kick,nick,topic
  --state DIR             where it is kept what was sent and seen, so that a restart repeats and loses nothing
  --max-lines N           lines that one message may become, the rest is cut off: 40
  --rate N                lines a second, after a first few: 2
  --reconnect-after MS    first pause before connecting again, doubles to five minutes: 1000

Secrets are in the environment: IRC_PASSWORD (the server's), IRC_SASL_ACCOUNT and IRC_SASL_PASSWORD, or
IRC_CERTIFICATE and IRC_KEY (files) for SASL EXTERNAL. NODE_EXTRA_CA_CERTS names a file of authorities to trust.
KOINE_BACKEND_STATE is taken where --state is not there.
`;

/** Throws a sentence about what is wrong. */
export function readConfig(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const { values } = parseArgs({
    args: [...words],
    options: {
      server: { type: "string" },
      port: { type: "string" },
      "no-tls": { type: "boolean", default: false },
      nick: { type: "string", default: "koine" },
      username: { type: "string" },
      realname: { type: "string", default: "Koine bridge" },
      channel: { type: "string", multiple: true, default: [] },
      tell: { type: "string", default: "kick,nick,topic" },
      state: { type: "string" },
      "max-lines": { type: "string", default: "40" },
      rate: { type: "string", default: "2" },
      "reconnect-after": { type: "string", default: "1000" },
    },
  });
  if (values.server === undefined) throw new Error("--server is missing");
  const tls = !values["no-tls"];
  const { nick } = values;
  requireWord(nick, "--nick");
  const state = values.state ?? env.KOINE_BACKEND_STATE ?? "";
  return {
    host: values.server,
    port: numberOf(values.port ?? (tls ? "6697" : "6667"), "--port", 1, 65_535),
    tls,
    nick,
    username: requireWord(values.username ?? nick, "--username"),
    realname: requireLine(values.realname, "--realname"),
    channels: values.channel.map(channelOf),
    password: env.IRC_PASSWORD ? requireLine(env.IRC_PASSWORD, "IRC_PASSWORD") : null,
    sasl: env.IRC_SASL_ACCOUNT
      ? { account: env.IRC_SASL_ACCOUNT, password: env.IRC_SASL_PASSWORD ?? "" }
      : null,
    certificate:
      env.IRC_CERTIFICATE && env.IRC_KEY
        ? {
            certificate: readFileSync(env.IRC_CERTIFICATE, "utf8"),
            private_key: readFileSync(env.IRC_KEY, "utf8"),
          }
        : null,
    tell: new Set(happeningsOf(values.tell)),
    state: state === "" ? null : state,
    maxLines: numberOf(values["max-lines"], "--max-lines", 1, 1000),
    rate: numberOf(values.rate, "--rate", 1, 1000),
    reconnectAfter: numberOf(values["reconnect-after"], "--reconnect-after", 10, 300_000),
  };
}

function channelOf(words: string) {
  const [name = "", key = null, ...more] = words.split(" ");
  requireWord(name, "--channel");
  if (more.length > 0) throw new Error("--channel takes a name and a key");
  if (key !== null) requireWord(key, "the key of --channel");
  return { name, key };
}

function happeningsOf(list: string): Happening[] {
  if (list === "none") return [];
  return list.split(",").map((word) => {
    const known = HAPPENINGS.find((one) => one === word);
    if (known === undefined) throw new Error(`--tell knows ${HAPPENINGS.join(", ")} and none, not "${word}"`);
    return known;
  });
}

function numberOf(text: string, name: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${name} must be a number from ${least} to ${most}`);
}

/** A word that can stand in a line of the protocol between others. */
function requireWord(text: string, name: string): string {
  if (text === "" || /[\s\p{Cc},:]/u.test(text)) throw new Error(`${name} must be one word`);
  return text;
}

function requireLine(text: string, name: string): string {
  if (/\p{Cc}/u.test(text)) throw new Error(`${name} must be one line`);
  return text;
}
