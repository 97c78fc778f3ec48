/**
 * The configuration: the only file that reads the environment.
 *
 * What keys there are stands in `config/schema.ts`.
 */

import { findFile, readConfigFile } from "./config/file.ts";
import { type Environment, readSettings, type Settings } from "./config/read.ts";
import { PROFILES, type Profile, type ProfileName } from "./core/limits.ts";
import type { Registration } from "./core/sign-in.ts";
import type { UploadLimits } from "./core/uploads.ts";

/** All keys, and what follows from them. */
export interface Config extends Settings {
  /** The file that was read, or null. */
  readonly file: string | null;
  readonly admission: {
    readonly mode: Registration;
    /** False when nobody chose the mode. */
    readonly chosen: boolean;
    /** The first account owns the space: on a trial of one's own, where nobody else can come first. */
    readonly firstOwns: boolean;
  };
  /** How often somebody may do something. */
  readonly profiles: Readonly<Record<ProfileName, Profile>>;
  readonly uploadLimits: UploadLimits;
  /** How clients find each other for voice. */
  readonly ice: {
    readonly stun: readonly string[];
    readonly turn: readonly string[];
    readonly secret: string;
    readonly lifetime: number;
  };
}

/**
 * Read the file that is named, or the first that is found, and the variables. Throws a `ConfigError`, or an error,
 * with sentences for the operator when something does not fit.
 */
export function readConfig(environment: Environment = process.env, named: string | null = null): Config {
  const path = findFile(named ?? environment.KOINE_CONFIG ?? null);
  const settings = readSettings(path === null ? null : readConfigFile(path), environment);
  const { registration, limits, uploads } = settings;
  // Behind a proxy the loopback is where everybody comes from.
  const firstOwns = isLoopback(settings.listen.hostname) && settings.trusted_proxies.length === 0;
  const window = (name: ProfileName, value: Profile["windows"][number]): Profile => ({
    ...PROFILES[name],
    windows: [value],
  });
  return {
    ...settings,
    file: path,
    admission: {
      mode: registration === "auto" ? (firstOwns ? "open" : "invite") : registration,
      chosen: registration !== "auto",
      firstOwns,
    },
    profiles: {
      bonfire: window("bonfire", limits.bonfire),
      i386chat: window("i386chat", limits.i386chat),
      originchats: window("originchats", limits.originchats),
      big: window("big", limits.big),
      uploads: window("uploads", limits.uploads),
      webhooks: window("webhooks", limits.webhooks),
      sign_in_address: window("sign_in_address", limits.sign_in),
      sign_in_account: window("sign_in_account", limits.sign_in_account),
      codes: window("codes", limits.codes),
      codes_address: window("codes_address", limits.codes_address),
      phone_lookups: window("phone_lookups", limits.phone_lookups),
    },
    ice: {
      stun: settings.voice.stun,
      turn: settings.voice.turn,
      secret: settings.voice.turn_secret,
      lifetime: settings.voice.turn_time,
    },
    uploadLimits: {
      fileBytes: uploads.max_bytes,
      userBytes: uploads.user_bytes,
      instanceBytes: uploads.instance_bytes,
    },
  };
}

/** The token that `koine chat` signs in with when its command line has none; empty = none. */
export function readChatToken(environment: Environment = process.env): string {
  return environment.KOINE_TOKEN ?? "";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
