/** The configuration: the only file that reads the environment. */

import type { Registration } from "./core/sign-in.ts";

export interface Config {
  /** Directory of the database and everything else that is kept. */
  readonly data: string;
  readonly hostname: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly registration: Registration;
  /** True when nobody chose the registration mode. */
  readonly registrationByDefault: boolean;
}

const DEFAULT_DATA = "koine-data";
const DEFAULT_LISTEN = "127.0.0.1:8080";

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
    registrationByDefault: chosen === undefined,
  };
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
