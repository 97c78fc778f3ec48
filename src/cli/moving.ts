/**
 * Carrying the database elsewhere, between the server that writes to it and the command that carries: over the
 * operator's socket. The server notes and refuses only as long as the command is there, unless that has finished.
 */

import type { Log } from "../core/log.ts";
import type { Writers } from "../migrate/carry.ts";
import type { Moving } from "../store/sqlite/client.ts";
import type { Change } from "../store/sqlite/watch.ts";

/** Where the socket's server answers it. */
export const MOVING_PATH = "/moving/";

/** How often the held connection carries something, so that nobody takes it for dead, in milliseconds. */
const BEAT_MILLIS = 5_000;

/** The server's side; `moving` is null where its store cannot be carried. */
export function movingDoor(moving: Moving | null, log: Log): (request: Request) => Promise<Response> {
  /** Somebody carries. */
  let open = false;
  /** All is elsewhere: nothing is written here until the server is started anew. */
  let finished = false;

  const begin = async (store: Moving, request: Request): Promise<Response> => {
    if (open) return refusal("Another koine migrate-store is running");
    open = true;
    await store.begin();
    log.info("the database is being carried to another");
    let beat: Timer | undefined;
    const end = (): void => {
      if (!open) return;
      open = false;
      clearInterval(beat);
      if (finished) return;
      void store.end();
      log.warn("the database was not carried to the end; everything goes on as before");
    };
    request.signal.addEventListener("abort", end);
    const beats = new ReadableStream<string>({
      start(controller) {
        controller.enqueue("\n");
        beat = setInterval(() => controller.enqueue("\n"), BEAT_MILLIS);
      },
      cancel: end,
    });
    return new Response(beats);
  };

  return async (request) => {
    if (moving === null) return refusal("The server that runs does not keep its things in the file");
    const asked = new URL(request.url).pathname.slice(MOVING_PATH.length);
    if (asked === "begin") return await begin(moving, request);
    if (!open) return refusal("The server was started anew meanwhile");
    if (asked === "take") return Response.json(await moving.take());
    if (asked === "stop") {
      await moving.stop();
      return Response.json({});
    }
    finished = true;
    log.info("the database was carried to another: changes are refused until the server is started on that");
    return Response.json({});
  };
}

function refusal(sentence: string): Response {
  return new Response(sentence, { status: 409 });
}

/** The command's side, for `close` included. Rejects with a sentence for the operator. */
export function writersAt(socket: string): Writers & { close(): void } {
  const ending = new AbortController();
  const post = async (what: string, signal?: AbortSignal): Promise<Response> => {
    const held = signal === undefined ? {} : { signal };
    const response = await fetch(`http://koine${MOVING_PATH}${what}`, {
      method: "POST",
      unix: socket,
      ...held,
    });
    if (!response.ok) throw new Error(await response.text());
    return response;
  };
  return {
    async begin() {
      const { body } = await post("begin", ending.signal);
      // Read, so that the connection is held; when it ends, the next question says so.
      void body?.pipeTo(new WritableStream()).catch(() => undefined);
    },
    async take() {
      const all: Change[] = [];
      for (;;) {
        const taken = (await (await post("take")).json()) as Awaited<ReturnType<Moving["take"]>>;
        all.push(...taken.changes);
        if (!taken.more) return all;
      }
    },
    stop: async () => void (await post("stop")),
    finish: async () => void (await post("finish")),
    close: () => ending.abort(),
  };
}
