/**
 * The server's own door for its operator: a socket in the data directory, for the directory's owner alone.
 *
 * Through it the command line gives the core's commands while the server runs, so that there is one writer and
 * everybody connected hears of what it does. Who may open it may as well open the database.
 */

import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, type CommandType, commands, type Reply } from "../core/commands.ts";
import { Fault, type FaultData } from "../core/faults.ts";
import type { Log } from "../core/log.ts";
import type { Actor } from "../core/model/users.ts";
import type { Node } from "../core/node.ts";
import { MOVING_PATH } from "./moving.ts";

/** Gives commands to the core of a data directory, whether a server runs on it or not. */
export interface Operator {
  /** Carry out a command for the server itself (null) or in somebody's name. Throws the fault. */
  ask<T extends CommandType>(actor: Actor | null, command: Command<T>): Promise<Reply<T>>;
  close(): Promise<void>;
}

/** Longest name of a socket, in bytes, on every system that there is. */
const MAX_SOCKET_PATH = 100;

/** Longest command, in bytes. */
const MAX_COMMAND_BYTES = 1024 * 1024;

interface Asked {
  readonly actor: Actor | null;
  readonly command: Command;
}

type Answered =
  | { readonly ok: true; readonly reply: unknown }
  | { readonly ok: false; readonly fault: FaultData };

/** Where the door of a data directory is. */
export function socketOf(directory: string): string {
  return join(resolve(directory), "koine.sock");
}

/** Open the door; gives what closes it. The caller has the directory's lock. */
export function serveControl(
  directory: string,
  node: Node,
  moving: (request: Request) => Promise<Response>,
  log: Log,
): () => void {
  const path = socketOf(directory);
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    log.warn("the folder's name is too long for a socket: koine user, bot and room need the server stopped", {
      path,
    });
    return () => undefined;
  }
  rmSync(path, { force: true }); // Of a server that was killed.
  const mask = process.umask(0o177);
  try {
    const server = Bun.serve({
      unix: path,
      maxRequestBodySize: MAX_COMMAND_BYTES,
      fetch: async (request, server) => {
        if (!new URL(request.url).pathname.startsWith(MOVING_PATH)) {
          return Response.json(await answer(request, node));
        }
        server.timeout(request, 0);
        return await moving(request);
      },
    });
    return () => {
      void server.stop(true);
      rmSync(path, { force: true });
    };
  } finally {
    process.umask(mask);
  }
}

async function answer(request: Request, node: Node): Promise<Answered> {
  if (request.method === "GET") return { ok: true, reply: null };
  const asked: unknown = await request.json().catch(() => null);
  if (!isAsked(asked)) {
    const fault: FaultData = {
      code: "invalid",
      message: "This server does not know that command",
      retryAfter: 0,
    };
    return { ok: false, fault };
  }
  try {
    return { ok: true, reply: await node.ask(asked.actor, asked.command) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message, retryAfter } = error;
    return { ok: false, fault: { code, message, retryAfter } };
  }
}

/** The input is checked by the command itself. */
function isAsked(value: unknown): value is Asked {
  if (typeof value !== "object" || value === null || !("command" in value) || !("actor" in value))
    return false;
  const { command } = value;
  if (typeof command !== "object" || command === null || !("type" in command)) return false;
  return typeof command.type === "string" && Object.hasOwn(commands, command.type);
}

/** The server that runs on a data directory; null when none does. */
export async function reachServer(directory: string): Promise<Operator | null> {
  const path = socketOf(directory);
  if (!existsSync(path)) return null;
  const send = async (init: RequestInit): Promise<unknown> => {
    const response = await fetch("http://koine/", { ...init, unix: path });
    const answered = (await response.json()) as Answered;
    if (answered.ok) return answered.reply;
    throw new Fault(answered.fault.code, answered.fault.message, answered.fault.retryAfter);
  };
  try {
    await send({ method: "GET" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ECONNREFUSED" || code === "ENOENT" || code === "ConnectionRefused") return null;
    throw error;
  }
  return {
    ask: async <T extends CommandType>(actor: Actor | null, command: Command<T>) =>
      (await send({ method: "POST", body: JSON.stringify({ actor, command }) })) as Reply<T>,
    close: async () => undefined,
  };
}
