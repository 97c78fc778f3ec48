/** A server as a process of its own on the loopback, and what the system says it costs. */

import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";

/** How long a server may take to come up. */
const START_MILLIS = 20_000;

export interface ServerProcess {
  readonly port: number;
  /** CPU seconds of all its threads so far, user and system, in steps of 10 ms. */
  cpu(): number;
  /** Resident memory in bytes. */
  resident(): number;
  /** SIGTERM, after 5 s SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

export interface ServerCommand {
  readonly command: readonly string[];
  readonly port: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/** Start a server and wait until its port answers. Rejects with what it wrote when it does not come up. */
export async function startServer({
  command,
  port,
  environment,
  directory,
}: ServerCommand): Promise<ServerProcess> {
  const child = Bun.spawn([...command], {
    cwd: directory ?? process.cwd(),
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/", ...environment },
    stdout: "pipe",
    stderr: "pipe",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) void collect(stream, (text) => (said += text));
  const deadline = performance.now() + START_MILLIS;
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`${command.join(" ")} did not come up:\n${said.slice(-2_000)}`);
    }
    await Bun.sleep(50);
  }
  return {
    port,
    cpu: () => cpuSeconds(child.pid),
    resident: () => residentBytes(child.pid),
    signal: (name) => child.kill(name),
    async stop() {
      child.kill("SIGTERM");
      const gone = await Promise.race([child.exited, Bun.sleep(5_000).then(() => null)]);
      if (gone === null) child.kill("SIGKILL");
      await child.exited;
    },
  };
}

/** A port of the loopback that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}

async function answers(port: number): Promise<boolean> {
  try {
    const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data: () => undefined } });
    socket.end();
    return true;
  } catch {
    return false;
  }
}

async function collect(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) take(decoder.decode(chunk, { stream: true }));
}

/** Ticks of /proc/PID/stat in a second: 100 on every Linux that Bun runs on. */
const TICKS = 100;

function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // After the name, which may hold spaces: state is field 3, utime 14 and stime 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** CPU seconds so far of the processes that one started, in steps of 10 ms. */
export function childrensCpu(parent: number): number {
  let seconds = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent)
        seconds += cpuSeconds(Number(name));
    } catch {
      // It ended meanwhile.
    }
  }
  return seconds;
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}
