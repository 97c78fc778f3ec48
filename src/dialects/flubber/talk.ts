/**
 * The talk with one running backend: its first value, requests and their answers, updates
 * (docs/protocols/flubber.md, 1, 2 and 4). It knows bytes and lines; the process is somebody else's.
 */

import type { Log } from "../../core/log.ts";
import { ValueReader } from "./values.ts";
import { Violation } from "./violation.ts";
import {
  ANSWERS,
  type InitInfo,
  type RequestBody,
  type ResponseBody,
  readInit,
  readValue,
  type Update,
  writeRequest,
} from "./wire.ts";

/** How often a request is sent again where the backend allows it, and the first pause before that. */
export const MAX_RETRIES = 10;
export const RETRY_MILLIS = 100;
/** Most requests that wait for an answer. */
export const MAX_OPEN = 1_000;

const NUMBERS = 2 ** 32;

type Answer = Exclude<ResponseBody, { type: "Error" }>;

/** What came of a request. */
export type Outcome =
  | { readonly is: "answered"; readonly body: Answer }
  /** The backend cannot; the reason is for people. */
  | { readonly is: "refused"; readonly reason: string }
  /** Nobody knows whether it was carried out: no answer came in time, or the backend cannot tell. */
  | { readonly is: "unanswered"; readonly reason: string }
  /** The backend went away before it answered. */
  | { readonly is: "broken" };

/** How long a backend has, in milliseconds. */
export interface Times {
  /** For its first value. */
  readonly init: number;
  /** For an answer. */
  readonly answer: number;
}

export interface TalkDeps {
  readonly times: Times;
  /** Sends a line; throws a `Violation` when the backend does not read what it was sent. */
  readonly write: (line: string) => void;
  /** Calls back after that time, in milliseconds; gives what prevents it. */
  readonly after: (millis: number, callback: () => void) => () => void;
  /** The first value came; nothing is asked before. */
  readonly greeted: (init: InitInfo) => void;
  /** Nothing more is read until it resolves: a backend says no more than is taken in. */
  readonly updated: (update: Update) => Promise<void>;
  /** It is well: an update came, or an answer that is no error. */
  readonly alive: () => void;
  /** It is to be ended. */
  readonly violated: (violation: Violation) => void;
  readonly log: Log;
}

export interface Talk {
  /** Take in what the backend wrote. Throws a `Violation`, after which nothing more may be given. */
  receive(bytes: Uint8Array): Promise<void>;
  /** Ask. Never rejects. */
  request(body: RequestBody): Promise<Outcome>;
  /** The backend is gone. */
  closed(): void;
}

interface Open {
  readonly expects: ResponseBody["type"];
  readonly settle: (body: ResponseBody | Outcome) => void;
}

export function createTalk({ times, write, after, greeted, updated, alive, violated, log }: TalkDeps): Talk {
  const reader = new ValueReader();
  const open = new Map<number, Open>();
  const pauses = new Set<() => void>();
  let next = 0;
  let init: InitInfo | null = null;
  let isClosed = false;
  const cancelInit = after(times.init, () => {
    violated(new Violation(`it did not say who it is within ${times.init / 1_000} s`));
  });

  async function take(value: unknown): Promise<void> {
    if (init === null) {
      init = readInit(value);
      cancelInit();
      return greeted(init);
    }
    const said = readValue(value);
    if (said.is === "update") {
      alive();
      return await updated(said.update);
    }
    const { sequence, body } = said;
    const asked = open.get(sequence);
    if (asked === undefined) {
      log.warn("an answer that nobody waits for", { sequence });
      return;
    }
    if (body.type !== "Error" && body.type !== asked.expects)
      throw new Violation(`${asked.expects} was asked for, and ${body.type} came`);
    if (body.type !== "Error") alive();
    asked.settle(body);
  }

  function numbered(): number {
    while (open.has(next)) next = (next + 1) % NUMBERS;
    const number = next;
    next = (next + 1) % NUMBERS;
    return number;
  }

  /** One attempt. */
  function attempt(body: RequestBody): Promise<ResponseBody | Outcome> {
    return new Promise((resolve) => {
      if (isClosed) return resolve({ is: "broken" });
      if (open.size >= MAX_OPEN) return resolve({ is: "refused", reason: "too many requests wait for it" });
      const sequence = numbered();
      const cancel = after(times.answer, () => {
        log.warn("no answer in time", { request: body.type, sequence });
        settle({ is: "unanswered", reason: `There was no answer within ${times.answer / 1_000} s` });
      });
      const settle = (came: ResponseBody | Outcome): void => {
        cancel();
        open.delete(sequence);
        resolve(came);
      };
      open.set(sequence, { expects: ANSWERS[body.type], settle });
      try {
        write(writeRequest(sequence, body));
      } catch (error) {
        settle({ is: "broken" });
        if (!(error instanceof Violation)) throw error;
        violated(error);
      }
    });
  }

  function pause(millis: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        pauses.delete(end);
        resolve();
      };
      const cancel = after(millis, end);
      pauses.add(end);
    });
  }

  return {
    async receive(bytes) {
      for (const value of reader.read(bytes)) await take(value);
    },
    async request(body) {
      for (let retries = 0; ; retries += 1) {
        const came = await attempt(body);
        if ("is" in came) return came;
        if (came.type !== "Error") return { is: "answered", body: came };
        const { message, debug_info, retry } = came.value;
        const debug = JSON.stringify(debug_info).slice(0, 500);
        log.info("a request was refused", {
          request: body.type,
          reason: message.slice(0, 500),
          debug,
          retry,
        });
        if (isDoubt(debug_info)) return { is: "unanswered", reason: message };
        if (!retry || retries === MAX_RETRIES) return { is: "refused", reason: message };
        await pause(RETRY_MILLIS * 2 ** retries);
      }
    },
    closed() {
      isClosed = true;
      cancelInit();
      for (const end of pauses) end();
      for (const { settle } of open.values()) settle({ is: "broken" });
    },
  };
}

/** Whether a backend with `koine.1` does not know what became of the request (docs/protocols/flubber.md, 6). */
function isDoubt(debug: unknown): boolean {
  if (typeof debug !== "object" || debug === null || !("koine" in debug)) return false;
  const { koine } = debug;
  return typeof koine === "object" && koine !== null && "doubt" in koine && koine.doubt === true;
}
