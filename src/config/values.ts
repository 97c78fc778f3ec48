/**
 * The kinds of values that keys have: how each is written, and what it becomes.
 *
 * Each is a TypeBox schema with its default, written as in the file, and what it is for. A value that does not fit
 * ends in an error that says what the key wants.
 */

import { type TSchemaOptions, Type } from "typebox";
import type { Window } from "../core/limits.ts";

const MILLIS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const BYTES: Readonly<Record<string, number>> = {
  "": 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** The largest count in a window of a limit. */
const MAX_COUNT = 1_000_000;

/** What a key says of itself besides its default. */
export interface About extends TSchemaOptions {
  /** A sentence or two for the sample: what it is for and, of a limit, what happens at it. */
  readonly description: string;
  /** A value that is not the default, for a key that is empty by default. */
  readonly example?: string;
  /** A running server takes a new value on SIGHUP. */
  readonly reloads?: true;
}

/** Where something listens; port 0 is any free one. */
export interface Address {
  readonly hostname: string;
  readonly port: number;
}

/** Milliseconds, written as in "500 ms", "20 s", "5 m", "2 h", "7 d". */
export function duration(byDefault: string, about: About, { min = 1, max = Number.MAX_SAFE_INTEGER } = {}) {
  return Type.Codec(Type.String({ default: byDefault, ...about }))
    .Decode((text: string): number => readDuration(text, byDefault, { min, max }))
    .Encode((millis) => `${millis} ms`);
}

/** Milliseconds. Throws the rest of a sentence, which shows the example. */
export function readDuration(
  text: string,
  example: string,
  { min = 1, max = Number.MAX_SAFE_INTEGER } = {},
): number {
  const match = /^(\d{1,15}) ?(ms|s|m|h|d)$/.exec(text);
  const millis = Number(match?.[1]) * (MILLIS[match?.[2] ?? ""] ?? Number.NaN);
  if (millis >= min && millis <= max) return millis;
  const upTo = max === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${max} ms`;
  const between = min === 1 && upTo === "" ? "" : `, at least ${min} ms${upTo}`;
  throw new Error(`is a time with its unit (ms, s, m, h or d), as in "${example}"${between}`);
}

/** Bytes, written as in "1048576", "32 MiB", "1 GiB". */
export function bytes(byDefault: string, about: About) {
  return Type.Codec(Type.String({ default: byDefault, ...about }))
    .Decode(readBytes)
    .Encode((count) => String(count));
}

/** Throws the rest of a sentence. */
export function readBytes(text: string): number {
  const match = /^(\d{1,15}) ?(|[KMGT]iB)$/.exec(text);
  const count = Number(match?.[1]) * (BYTES[match?.[2] ?? ""] ?? Number.NaN);
  if (Number.isSafeInteger(count)) return count;
  throw new Error(`is a number of bytes, as in "1048576", "32 MiB" or "1 GiB"`);
}

/** A whole number. */
export function count(byDefault: number, about: About, { min = 1, max = MAX_COUNT } = {}) {
  return Type.Codec(Type.Integer({ default: byDefault, ...about }))
    .Decode((value: number): number => {
      if (value >= min && value <= max) return value;
      throw new Error(`is a number from ${min} to ${max}`);
    })
    .Encode((value) => value);
}

/** How many in how long, written as in "50 per 5 s" or "50/5s". */
export function rate(byDefault: string, about: About) {
  return Type.Codec(Type.String({ default: byDefault, "x-rate": true, ...about }))
    .Decode((text: string): Window => {
      const match = /^(\d{1,9}) ?(?:\/|per) ?(\d{1,6}) ?(ms|s|m|h|d)$/.exec(text);
      const times = Number(match?.[1]);
      const millis = Number(match?.[2]) * (MILLIS[match?.[3] ?? ""] ?? Number.NaN);
      if (times >= 1 && times <= MAX_COUNT && millis >= 1) return { count: times, millis };
      throw new Error(
        `is how many in how long, as in "50 per 5 s" (units ms, s, m, h and d, both above 0, count up to ${MAX_COUNT})`,
      );
    })
    .Encode(({ count: times, millis }) => `${times} per ${millis} ms`);
}

/** host:port to listen on. */
export function address(byDefault: string, about: About) {
  return Type.Codec(Type.String({ default: byDefault, ...about }))
    .Decode((text: string): Address => parseAddress(text, byDefault))
    .Encode(writeAddress);
}

/** host:port to listen on, or "" for none. */
export function optionalAddress(about: About & { readonly example: string }) {
  return Type.Codec(Type.String({ default: "", ...about }))
    .Decode((text: string): Address | null => (text === "" ? null : parseAddress(text, about.example)))
    .Encode((value) => (value === null ? "" : writeAddress(value)));
}

/** Any text. */
export function text(byDefault: string, about: About) {
  return Type.String({ default: byDefault, ...about });
}

/** Yes or no. */
export function flag(byDefault: boolean, about: About) {
  return Type.Boolean({ default: byDefault, ...about });
}

/** One of several words. */
export function choice<const Word extends string>(byDefault: Word, words: readonly Word[], about: About) {
  return Type.Codec(Type.String({ default: byDefault, ...about }))
    .Decode((said: string): Word => {
      const word = words.find((each) => each === said);
      if (word !== undefined) return word;
      throw new Error(`is ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`);
    })
    .Encode((word) => word);
}

/** Who sends codes: nobody (""), the log ("log"), or an address that is called. */
export function codeHook(about: About) {
  return Type.Codec(Type.String({ default: "", ...about }))
    .Decode((said: string): string => {
      if (said === "" || said === "log" || /^https?:$/.test(URL.parse(said)?.protocol ?? "")) return said;
      throw new Error('is empty, "log", or an address that begins with https:// or http://');
    })
    .Encode((said) => said);
}

/** Scheme and host of a server, or "" where nobody says. */
export function origin(about: About & { readonly example: string }) {
  return Type.Codec(Type.String({ default: "", ...about }))
    .Decode((said: string): string => {
      const url = URL.parse(said);
      if (said === "" || (url !== null && /^https?:$/.test(url.protocol) && url.origin === said)) return said;
      throw new Error(`is empty, or scheme and host as in ${about.example}`);
    })
    .Encode((said) => said);
}

/** Which store keeps everything. */
export function storeUrl(byDefault: "sqlite", about: About) {
  return Type.Codec(Type.String({ default: byDefault, ...about }))
    .Decode((said: string): string => {
      if (said === "sqlite" || isPostgresUrl(said)) return said;
      throw new Error(
        'is "sqlite" or the address of a PostgreSQL database, as in "postgres://koine@localhost/koine"',
      );
    })
    .Encode((said) => said);
}

/** With a host and the name of a database. */
function isPostgresUrl(said: string): boolean {
  const url = URL.parse(said);
  return (
    url !== null &&
    /^postgres(?:ql)?:$/.test(url.protocol) &&
    url.hostname !== "" &&
    /^\/[^/]+$/.test(url.pathname)
  );
}

/** A list of texts, empty by default; in a variable, with commas between. `check` throws what a wrong one lacks. */
export function list(about: About & { readonly example: string }, check: (item: string) => void) {
  return Type.Codec(Type.Array(Type.String(), { default: [], ...about }))
    .Decode((items: string[]): readonly string[] => {
      for (const item of items) check(item);
      return items;
    })
    .Encode((items) => [...items]);
}

/** Throws what an address of a STUN or TURN server lacks. */
export function checkIceUrl(kind: "stun" | "turn"): (item: string) => void {
  return (item) => {
    if (!new RegExp(`^${kind}s?:[^\\s]{1,200}$`).test(item))
      throw new Error(`has "${kind}:host:port" for each`);
  };
}

/** Throws what the text is not when it is no host, and no host with a port. */
export function checkHost(item: string): void {
  if (!/^(?:\[[0-9a-f:.]{2,45}\]|[^\s:/@[\]]{1,253})(?::\d{1,5})?$/i.test(item))
    throw new Error('is a list of hosts, as in "ci.example.lan", "10.1.2.3:8080" and "[fd00::1]:8080"');
}

/** Throws what the text is not when it is no origin of the web. */
export function checkOrigin(item: string): void {
  if (URL.parse(item)?.origin !== item || !/^https?:/.test(item))
    throw new Error('is a list of origins, as in "https://chat.example.org" and "http://10.1.2.3:8080"');
}

function parseAddress(said: string, example: string): Address {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(said);
  const hostname = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (hostname === undefined || port > 65_535) {
    throw new Error(`is host:port, as in "${example}" or "[::1]:8080"`);
  }
  return { hostname, port };
}

/** As in "127.0.0.1:8080" and "[::1]:8080". */
export function writeAddress({ hostname, port }: Address): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}
