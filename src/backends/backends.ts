/**
 * Keeps the configured backends running: starts them, starts them again when they end, and stops them
 * (docs/protocols/flubber.md, 4).
 */

import type { Log } from "../core/log.ts";
import type { Millis } from "../core/model/ids.ts";
import { type Program, type Settings, type Speaker, startProgram } from "./program.ts";

/** The first pause before a new start; it doubles up to the largest. */
export const FIRST_PAUSE: Millis = 100;
export const MAX_PAUSE: Millis = FIRST_PAUSE * 2 ** 10;

export type State = "starting" | "running" | "failing" | "stopped";

export interface Status {
  readonly state: State;
  /** Since when; "failing" since the first of the failures in a row. */
  readonly since: Millis;
  /** Why it fails, a sentence for people; "" when it does not. */
  readonly reason: string;
}

/** What a speaker has of its program. */
export interface Line {
  write(line: string): boolean;
  fail(reason: string): void;
  /** The program has said who it is, and can be asked. */
  greeted(): void;
  /** It is well: the next failure is the first again. */
  alive(): void;
}

interface Deps<S extends Settings> {
  /** Makes what talks with a program that begins. */
  readonly speak: (settings: S, line: Line, log: Log) => Speaker;
  readonly told: (settings: S, status: Status) => void;
  readonly now: () => Millis;
  readonly log: Log;
}

/** What is counted of a backend. */
export interface Use {
  readonly starts: number;
  /** Bytes of memory that its program used last; 0 when none runs, or it is not known. */
  readonly memory: number;
}

export interface Backends<S extends Settings> {
  /** Those that are to run from now on: new ones start, missing ones stop, changed ones start anew. */
  set(list: readonly S[]): void;
  /** Start a backend anew, at once. False when there is none of that name. */
  restart(name: string): boolean;
  statuses(): ReadonlyMap<string, Status & Use>;
  /** Resolves when all are gone. */
  stop(): Promise<void>;
}

interface Kept<S> {
  readonly settings: S;
  status: Status;
  starts: number;
  memory(): number;
  /** Gives it up. */
  end(): Promise<void>;
}

export function createBackends<S extends Settings>({ speak, told, now, log }: Deps<S>): Backends<S> {
  const kept = new Map<string, Kept<S>>();
  const ending = new Set<Promise<void>>();

  function keep(settings: S, before: Promise<void>): Kept<S> {
    const named = naming(log, settings.name);
    let pause = FIRST_PAUSE;
    let program: Program | null = null;
    let isOver = false;
    let wake: () => void = () => undefined;

    const self: Kept<S> = {
      settings,
      status: { state: "starting", since: now(), reason: "" },
      starts: 0,
      memory: () => program?.memory() ?? 0,
      async end() {
        isOver = true;
        wake();
        await program?.end();
        await running;
        tell("stopped", "");
      },
    };

    function tell(state: State, reason: string): void {
      const { status } = self;
      if (status.state === state && status.reason === reason && self.starts > 0 && state !== "starting")
        return;
      const since = status.state === state ? status.since : now();
      self.status = { state, since, reason };
      told(settings, self.status);
    }

    function begin(): Program {
      return startProgram(
        settings,
        (begun) =>
          speak(
            settings,
            {
              write: begun.write,
              fail: begun.fail,
              greeted: () => tell("running", ""),
              alive() {
                pause = FIRST_PAUSE;
              },
            },
            named,
          ),
        named,
      );
    }

    /** Why it ended. */
    async function runOnce(): Promise<string> {
      self.starts += 1;
      try {
        program = begin();
      } catch (error) {
        return `it cannot be started: ${error instanceof Error ? error.message : String(error)}`;
      }
      const reason = await program.gone;
      program = null;
      return reason;
    }

    async function run(): Promise<void> {
      await before;
      tell("starting", "");
      while (!isOver) {
        const reason = await runOnce();
        if (isOver) return;
        named.warn("the backend failed and is started again", { reason, pause });
        tell("failing", reason);
        const waited = pause;
        pause = Math.min(pause * 2, MAX_PAUSE);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waited);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }

    const running = run();
    return self;
  }

  function drop(name: string): Promise<void> {
    const old = kept.get(name);
    if (old === undefined) return Promise.resolve();
    kept.delete(name);
    const done = old.end().finally(() => ending.delete(done));
    ending.add(done);
    return done;
  }

  return {
    set(list) {
      const wanted = new Map(list.map((settings) => [settings.name, settings]));
      for (const [name, { settings }] of kept) {
        if (JSON.stringify(wanted.get(name)) === JSON.stringify(settings)) wanted.delete(name);
        else if (!wanted.has(name)) void drop(name);
      }
      // One that changed begins when the old one is gone: it may hold files.
      for (const [name, settings] of wanted) {
        const before = drop(name);
        kept.set(name, keep(settings, before));
      }
    },
    restart(name) {
      const old = kept.get(name);
      if (old === undefined) return false;
      kept.set(name, keep(old.settings, drop(name)));
      return true;
    },
    statuses: () =>
      new Map(
        [...kept].map(([name, { status, starts, memory }]) => [
          name,
          { ...status, starts, memory: memory() },
        ]),
      ),
    async stop() {
      for (const name of [...kept.keys()]) void drop(name);
      await Promise.all(ending);
    },
  };
}

/** A log whose lines say which backend they are of. */
function naming(log: Log, backend: string): Log {
  return {
    debug: (message, fields) => log.debug(message, { backend, ...fields }),
    info: (message, fields) => log.info(message, { backend, ...fields }),
    warn: (message, fields) => log.warn(message, { backend, ...fields }),
    error: (message, fields) => log.error(message, { backend, ...fields }),
  };
}
