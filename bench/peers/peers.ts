/** How each peer is started; all take a port of the loopback and put a crowd into one room. */

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "../koine-server.ts";
import type { CrowdInput } from "../load/crowd.ts";
import { freePort, type ServerProcess, startServer } from "../server-process.ts";
import { ejabberdConfig } from "./ejabberd.ts";
import { inspircdConfig } from "./inspircd.ts";

export interface Peer {
  readonly name: string;
  readonly crowd: CrowdInput;
  /** Why it cannot run here, with what to install; null when it can. */
  readonly missing: string | null;
  readonly start: () => Promise<ServerProcess>;
}

const INSPIRCD = "/usr/sbin/inspircd";
const ERLANG = "/usr/bin/erl";

/** The peers that this machine can run, and those that it cannot. */
export function allPeers(): readonly Peer[] {
  return [raw, durable, ws, wsEach, socketIo, inspircd, ejabberd];
}

export const raw: Peer = {
  name: "raw Bun.serve publish",
  crowd: { wire: "plain" },
  missing: null,
  async start() {
    const port = await freePort();
    return await startServer({
      port,
      command: [process.execPath, join(import.meta.dir, "raw.ts"), String(port)],
    });
  },
};

export const durable: Peer = {
  name: "the least that is durable",
  crowd: { wire: "plain" },
  missing: null,
  async start() {
    const port = await freePort();
    return await startServer({
      port,
      command: [process.execPath, join(import.meta.dir, "durable.ts"), String(port), temporaryDirectory()],
    });
  },
};

const noNode = Bun.which("node") === null ? "needs Node.js" : null;

export const ws: Peer = {
  name: "ws on Node",
  crowd: { wire: "plain" },
  missing: noNode,
  start: () => startOnNode("ws.ts"),
};

export const wsEach: Peer = {
  name: "ws on Node, a frame for each",
  crowd: { wire: "acknowledged" },
  missing: noNode,
  start: () => startOnNode("ws-each.ts"),
};

export const socketIo: Peer = {
  name: "Socket.IO on Node",
  crowd: { wire: "socketio" },
  missing: noNode,
  start: () => startOnNode("socketio.ts"),
};

export const inspircd: Peer = {
  name: "InspIRCd",
  crowd: { wire: "irc" },
  missing: existsSync(INSPIRCD) ? null : "not installed: apt-get install inspircd",
  async start() {
    const port = await freePort();
    const directory = temporaryDirectory();
    const file = join(directory, "inspircd.conf");
    writeFileSync(file, inspircdConfig(port, directory));
    return await startServer({
      port,
      command: [INSPIRCD, "--nofork", "--nopid", "--nolog", "--runasroot", "--config", file],
    });
  },
};

export const ejabberd: Peer = {
  name: "ejabberd (MUC)",
  crowd: { wire: "xmpp" },
  missing:
    existsSync("/usr/sbin/ejabberdctl") && existsSync(ERLANG)
      ? null
      : "not installed: apt-get install ejabberd",
  async start() {
    const port = await freePort();
    const directory = temporaryDirectory();
    const file = join(directory, "ejabberd.yml");
    writeFileSync(file, ejabberdConfig(port));
    return await startServer({
      port,
      directory,
      command: [ERLANG, "-noinput", "+K", "true", "-mnesia", "dir", `"${directory}"`, "-s", "ejabberd"],
      environment: {
        HOME: directory,
        ERL_LIBS: "/usr/lib/x86_64-linux-gnu",
        EJABBERD_CONFIG_PATH: file,
        EJABBERD_LOG_PATH: join(directory, "ejabberd.log"),
      },
    });
  },
};

/** Node 20 runs no TypeScript, and Bun replaces `ws` by its own: so the file is bundled, and given to Node. */
async function startOnNode(file: string): Promise<ServerProcess> {
  const directory = temporaryDirectory();
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, file)],
    target: "node",
    format: "cjs",
    outdir: directory,
    naming: "[name].cjs",
  });
  const [output] = built.outputs;
  if (output === undefined) throw new Error(`${file} cannot be bundled`);
  const port = await freePort();
  return await startServer({ port, command: ["node", output.path, String(port)] });
}
