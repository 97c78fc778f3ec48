/** The configuration: the only file that reads the environment. */

import { PROFILES, type Profile, type ProfileName, type Window } from "./core/limits.ts";
import type { Registration } from "./core/sign-in.ts";
import type { UploadLimits } from "./core/uploads.ts";

export interface Config {
  /** Directory of the database and everything else that is kept. */
  readonly data: string;
  readonly hostname: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly registration: Registration;
  /** The first account owns the space: on a trial of one's own, where nobody else can come first. */
  readonly firstOwns: boolean;
  /** True when nobody chose the registration mode. */
  readonly registrationByDefault: boolean;
  /** How often somebody may do something. */
  readonly limits: Readonly<Record<ProfileName, Profile>>;
  /** Open WebSocket connections of one address; null leaves the network's own limit. */
  readonly connectionsPerAddress: number | null;
  readonly uploads: UploadLimits;
}

const DEFAULT_DATA = "koine-data";
const DEFAULT_LISTEN = "127.0.0.1:8080";

const MILLIS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

const BYTES: Readonly<Record<string, number>> = {
  "": 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** The largest count in a window of a limit. */
const MAX_COUNT = 1_000_000;

/** Throws a sentence for the operator when a value does not fit. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const { hostname, port } = parseListen(environment.KOINE_LISTEN ?? DEFAULT_LISTEN);
  const chosen = environment.KOINE_REGISTRATION;
  return {
    data: environment.KOINE_DATA ?? DEFAULT_DATA,
    hostname,
    port,
    registration:
      chosen === undefined ? (isLoopback(hostname) ? "open" : "invite") : parseRegistration(chosen),
    firstOwns: isLoopback(hostname),
    registrationByDefault: chosen === undefined,
    limits: {
      ...PROFILES,
      bonfire: readLimit(environment, "KOINE_LIMITS_BONFIRE", PROFILES.bonfire),
      i386chat: readLimit(environment, "KOINE_LIMITS_I386CHAT", PROFILES.i386chat),
      sign_in_address: readLimit(environment, "KOINE_LIMITS_SIGN_IN", PROFILES.sign_in_address),
    },
    connectionsPerAddress: readCount(environment, "KOINE_LIMITS_CONNECTIONS_PER_ADDRESS"),
    uploads: {
      fileBytes: readBytes(environment, "KOINE_UPLOADS_MAX_BYTES", "32MiB"),
      userBytes: readBytes(environment, "KOINE_UPLOADS_USER_BYTES", "1GiB"),
      instanceBytes: readBytes(environment, "KOINE_UPLOADS_INSTANCE_BYTES", "64GiB"),
    },
  };
}

/** The token that `koine chat` signs in with when its command line has none; empty = none. */
export function readChatToken(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return environment.KOINE_TOKEN ?? "";
}

function readBytes(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  byDefault: string,
): number {
  const text = environment[name] ?? byDefault;
  const match = /^(\d{1,15})(|[KMGT]iB)$/.exec(text);
  const bytes = Number(match?.[1]) * (BYTES[match?.[2] ?? ""] ?? Number.NaN);
  if (!Number.isSafeInteger(bytes)) {
    throw new Error(`${name} is a number of bytes, as in 1048576, 32MiB or 1GiB; it is "${text}"`);
  }
  return bytes;
}

/** The number, or null if the variable is not set. */
function readCount(environment: Readonly<Record<string, string | undefined>>, name: string): number | null {
  const text = environment[name];
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,6}$/.test(text) || Number(text) > MAX_COUNT)
    throw new Error(`${name} is a number from 1 to ${MAX_COUNT}; it is "${text}"`);
  return Number(text);
}

/** The profile with its window changed, if the variable is set: `count/period`, as in 20/1m. */
function readLimit(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  byDefault: Profile,
): Profile {
  const text = environment[name];
  if (text === undefined) return byDefault;
  const window = parseWindow(text);
  if (window === null) {
    throw new Error(
      `${name} is how many in how long, e.g. 50/5s (units ms, s and m, both above 0, count up to ${MAX_COUNT}); it is "${text}"`,
    );
  }
  return { ...byDefault, windows: [window] };
}

function parseWindow(text: string): Window | null {
  const match = /^(\d{1,9})\/(\d{1,6})(ms|s|m)$/.exec(text);
  const count = Number(match?.[1]);
  const millis = Number(match?.[2]) * (MILLIS[match?.[3] ?? ""] ?? Number.NaN);
  return count >= 1 && count <= MAX_COUNT && millis >= 1 ? { count, millis } : null;
}

function parseListen(text: string): { hostname: string; port: number } {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(text);
  const hostname = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (hostname === undefined || port > 65_535) {
    throw new Error(`KOINE_LISTEN is host:port, e.g. ${DEFAULT_LISTEN} or [::1]:8080; it is "${text}"`);
  }
  return { hostname, port };
}

function parseRegistration(text: string): Registration {
  if (text === "open" || text === "invite" || text === "closed") return text;
  throw new Error(`KOINE_REGISTRATION is open, invite or closed; it is "${text}"`);
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
