/** `runBackend`: the whole of the protocol, so that a backend is what it answers and what it tells. */

import { type Pipe, processPipe } from "./pipe.ts";
import { readValues } from "./values.ts";
import {
  type InitInfo,
  type Message,
  type NewMessage,
  type NewRoom,
  PROTOCOL_VERSION,
  type RequestBody,
  type ResponseBody,
  type Room,
  toRequest,
  type Update,
  type Version,
  Violation,
} from "./wire.ts";

/** Requests that are answered at a time; above it nothing more is read until one is done. */
const MAX_OPEN_REQUESTS = 1000;

/** Longest wait for answers that are still open when the server wants no more, in milliseconds. */
const LAST_ANSWERS_MILLIS = 5000;

/** The way to the server. */
export interface Link {
  /**
   * Tell the server what happened. Resolves when the pipe has taken it: a backend that waits here takes no
   * more from its network than the server reads. With false when the server is gone.
   */
  update(update: Update): Promise<boolean>;
  /** A line for the server's log. Nothing else may be written to the standard output than the protocol. */
  log(line: string): void;
  /**
   * End the program with an error: the server keeps what it wants to say, starts the program again after a while,
   * and tells its staff why (it is the last line of the log). For a network that cannot be reached for long.
   */
  fail(reason: string): void;
}

/** A backend: what it is called, and what it answers. What is not there is answered with an error. */
export interface Backend {
  readonly name: string;
  readonly version: Version;
  readonly extensions?: readonly string[];
  /** The server is there. Throwing ends the program with an exit code. */
  start?(link: Link): Promise<void> | void;
  /** The server wants no more: end what was begun. */
  stop?(): Promise<void> | void;
  /** The id that the network gave the message. */
  messageSend?(message: NewMessage): Promise<string> | string;
  messageGet?(id: string): Promise<Message> | Message;
  /** Older messages are told as updates before this resolves. */
  messageGetBefore?(id: string): Promise<void> | void;
  roomGet?(id: string): Promise<Room> | Room;
  roomCreate?(room: NewRoom): Promise<string> | string;
  roomLookup?(name: string): Promise<string> | string;
  roomJoin?(id: string): Promise<void> | void;
  roomLeave?(id: string): Promise<void> | void;
}

/** A request that cannot be fulfilled; `message` is for people. */
export class Refusal extends Error {
  /** Whether the server may ask again. */
  readonly retry: boolean;
  /** For the server's log. */
  readonly debug: unknown;

  constructor(message: string, retry = false, debug: unknown = null) {
    super(message);
    this.retry = retry;
    this.debug = debug;
  }
}

/** Nobody knows whether the request was carried out, and it must not come again: `extra.koine`'s word for it. */
export class Doubt extends Refusal {
  constructor(message: string) {
    super(message, false, { koine: { doubt: true } });
  }
}

/** Serves one server until its end of the pipe is closed. Resolves with the program's exit code. */
export async function runBackend(backend: Backend, pipe: Pipe = processPipe()): Promise<number> {
  const init: InitInfo = {
    backend_name: backend.name,
    backend_version: backend.version,
    protocol_version: PROTOCOL_VERSION,
    ...(backend.extensions === undefined ? {} : { extensions: backend.extensions }),
  };
  const link: Link = {
    update: (update) => pipe.write(lineOf(update)),
    log: pipe.log,
    fail(reason) {
      code = 1;
      pipe.log(reason);
      pipe.close();
      // The questions that are open stay open: an answer would say that they were dealt with.
      open.clear();
      isFailed = true;
    },
  };
  let isFailed = false;
  /** Answers that are not given yet. */
  const open = new Set<Promise<void>>();
  let code = 0;
  try {
    await pipe.write(lineOf(init));
    await backend.start?.(link);
    await serve(backend, pipe, open, () => !isFailed);
  } catch (error) {
    code = 1;
    pipe.log(
      error instanceof Violation ? `the server broke the protocol: ${error.message}` : reasonOf(error),
    );
  }
  try {
    await backend.stop?.();
  } catch (error) {
    code = 1;
    pipe.log(reasonOf(error));
  }
  // A server that only closed its end still reads for a while what became of its last requests.
  await Promise.race([Promise.all(open), Bun.sleep(LAST_ANSWERS_MILLIS)]);
  return code;
}

/** Answers until the end of the input. Throws `Violation`. */
async function serve(
  backend: Backend,
  pipe: Pipe,
  open: Set<Promise<void>>,
  mayAnswer: () => boolean,
): Promise<void> {
  for await (const value of readValues(pipe.input)) {
    const { sequence_number, body } = toRequest(value);
    const done: Promise<void> = answer(backend, body, pipe)
      .then(async (response) => {
        if (mayAnswer()) await pipe.write(lineOf({ sequence_number, body: response }));
      })
      .finally(() => open.delete(done));
    open.add(done);
    if (open.size >= MAX_OPEN_REQUESTS) await Promise.race(open);
  }
}

/** Never throws: what went wrong is an answer too. */
async function answer(backend: Backend, body: RequestBody, pipe: Pipe): Promise<ResponseBody> {
  try {
    return await ask(backend, body);
  } catch (error) {
    if (error instanceof Refusal) {
      const { message, debug, retry } = error;
      return { type: "Error", value: { message, debug_info: debug, retry } };
    }
    pipe.log(reasonOf(error));
    return { type: "Error", value: { message: "internal error", debug_info: null, retry: false } };
  }
}

async function ask(backend: Backend, body: RequestBody): Promise<ResponseBody> {
  const { type, value } = body;
  switch (type) {
    case "MessageSend":
      return { type: "MessageID", value: await known(backend.messageSend, type).call(backend, value) };
    case "MessageGet":
      return { type: "Message", value: await known(backend.messageGet, type).call(backend, value) };
    case "MessageGetBefore":
      await known(backend.messageGetBefore, type).call(backend, value);
      return { type: "Success", value: null };
    case "RoomGet":
      return { type: "Room", value: await known(backend.roomGet, type).call(backend, value) };
    case "RoomCreate":
      return { type: "RoomID", value: await known(backend.roomCreate, type).call(backend, value) };
    case "RoomLookup":
      return { type: "RoomID", value: await known(backend.roomLookup, type).call(backend, value) };
    case "RoomJoin":
      await known(backend.roomJoin, type).call(backend, value);
      return { type: "Success", value: null };
    case "RoomLeave":
      await known(backend.roomLeave, type).call(backend, value);
      return { type: "Success", value: null };
  }
}

function known<T>(handler: T | undefined, type: string): T {
  if (handler === undefined) throw new Refusal(`this network knows no ${type}`);
  return handler;
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
