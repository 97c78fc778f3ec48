/** Koine as the bench runs it: its own process and directory, with the limits raised. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectGateway } from "./load/gateway.ts";
import { freePort, type ServerProcess, startServer } from "./server-process.ts";

/** A checkout to measure, and what the table calls it. */
export interface Build {
  readonly name: string;
  readonly root: string;
}

export interface Account {
  readonly token: string;
  readonly user: { readonly id: number };
}

export interface KoineServer extends ServerProcess {
  /** Register a user (about 100 ms); it is a member of the default space. */
  register(handle: string): Promise<Account>;
  /** Make text rooms in the default space, which the first user owns; gives their ids. */
  makeRooms(token: string, count: number): Promise<number[]>;
}

export interface KoineOptions {
  readonly directory: string;
  /** Leave the built-in limit of sends. */
  readonly limited?: boolean;
  /** Where it keeps its things, in place of the file: "postgres://…". */
  readonly store?: string;
  /** Count what crosses to the store (`store-probe.ts`). */
  readonly probed?: boolean;
  /** Who vouches for those who come with OriginChats; without it nobody does. */
  readonly validator?: string;
}

const UNLIMITED = {
  KOINE_LIMITS_BONFIRE: "1000000/1s",
  KOINE_LIMITS_I386CHAT: "1000000/1s",
  KOINE_LIMITS_ORIGINCHATS: "1000000/1s",
  KOINE_LIMITS_BIG: "1000000/1s",
  KOINE_ORIGINCHATS_MESSAGES_PER_MINUTE: "1000000",
  KOINE_ORIGINCHATS_BURST_LIMIT: "100000",
};

/** Directories that were made, for `removeDirectories`. */
const made: string[] = [];

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "koine-bench-"));
  made.push(directory);
  return directory;
}

export function removeDirectories(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

/** Start a build. Rejects with its log when it does not come up. */
export async function startKoine(
  { root }: Build,
  { directory, limited = false, probed = false, validator, store }: KoineOptions,
): Promise<KoineServer> {
  const port = await freePort();
  const server = await startServer({
    port,
    directory: root,
    command: [
      process.execPath,
      ...(probed ? ["--preload", join(import.meta.dir, "store-probe.ts")] : []),
      join(root, "src/main.ts"),
      "serve",
    ],
    environment: {
      KOINE_DATA: directory,
      KOINE_LISTEN: `127.0.0.1:${port}`,
      KOINE_REGISTRATION: "open",
      ...(store === undefined ? {} : { KOINE_STORE_URL: store }),
      KOINE_LIMITS_SIGN_IN: "100000/1s",
      KOINE_LIMITS_CONNECTIONS_PER_ADDRESS: "20000",
      ...(limited ? {} : UNLIMITED),
      ...(validator === undefined
        ? {}
        : { KOINE_ORIGINCHATS_AUTH_MODE: "rotur", KOINE_ORIGINCHATS_VALIDATOR: validator }),
    },
  });
  return {
    ...server,
    async register(handle) {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/register`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ handle, password: "correct horse" }),
      });
      if (!response.ok) throw new Error(`register: ${response.status} ${await response.text()}`);
      return (await response.json()) as Account;
    },
    async makeRooms(token, count) {
      const client = await connectGateway(port, "json", token);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const rooms: number[] = [];
      client.onPacket = ({ request_id, event }) => {
        if (request_id === undefined) return;
        const room = (event?.room as { id: number } | undefined)?.id;
        if (room === undefined) return reject(new Error(`no room: ${JSON.stringify(event)}`));
        rooms.push(room);
        if (rooms.length === count) resolve();
      };
      for (let i = 0; i < count; i++)
        client.send({ request_id: i + 1, event: { type: "room_create", name: `bench-${Date.now()}-${i}` } });
      await promise;
      client.cut();
      return rooms;
    },
  };
}
