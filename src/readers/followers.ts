/**
 * Rings the followers of the log: whenever something was stored in a stream that a reader follows, the reader
 * goes on there. What was stored while no node ran is read at the start.
 */

import { type Happening, isSignal } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { Millis, StreamId } from "../core/model/ids.ts";
import type { Node } from "../core/node.ts";
import type { ReaderName } from "../core/tx/followers.ts";

/** How long after a failure a reader is rung again. */
const RETRY_MILLIS: Millis = 30_000;

export interface Followers {
  /** What happened: readers that follow those streams are rung. */
  heard(happenings: readonly Happening[]): void;
  /** Ring everybody who is behind: at the start, and now and then for a doorbell that was lost. */
  look(): Promise<void>;
  /** Resolves when nothing is under way, and nothing will be. */
  stop(): Promise<void>;
}

interface Deps {
  readonly node: Node;
  readonly after: (millis: Millis, callback: () => void) => () => void;
  readonly log: Log;
}

export function createFollowers({ node, after, log }: Deps): Followers {
  /** Who follows what, as far as it is known here; too many does no harm. */
  const following = new Map<StreamId, Set<ReaderName>>();
  /** Rung and not yet level with the log. */
  const behind = new Map<string, { readonly reader: ReaderName; readonly stream: StreamId }>();
  const waits = new Set<() => void>();
  let running: Promise<void> | null = null;
  let stopped = false;

  function know(reader: ReaderName, stream: StreamId): void {
    following.set(stream, (following.get(stream) ?? new Set()).add(reader));
  }

  function forget(reader: ReaderName, stream: StreamId): void {
    const readers = following.get(stream);
    readers?.delete(reader);
    if (readers?.size === 0) following.delete(stream);
  }

  function ring(reader: ReaderName, stream: StreamId): void {
    behind.set(`${reader}/${stream}`, { reader, stream });
    if (!stopped) running ??= run();
  }

  async function run(): Promise<void> {
    for (const [key, { reader, stream }] of behind) {
      if (stopped) break;
      // Who is rung meanwhile goes to the end.
      behind.delete(key);
      await step(reader, stream);
    }
    running = null;
    if (behind.size > 0 && !stopped) running = run();
  }

  async function step(reader: ReaderName, stream: StreamId): Promise<void> {
    try {
      const { follows, more } = await node.ask(null, { type: "reader_step", input: { reader, stream } });
      if (!follows) forget(reader, stream);
      else if (more) ring(reader, stream);
    } catch (error) {
      log.error("a follower of the log failed", { reader, stream, reason: String(error) });
      const cancel = after(RETRY_MILLIS, () => {
        waits.delete(cancel);
        ring(reader, stream);
      });
      waits.add(cancel);
    }
  }

  async function lookAtAll(): Promise<void> {
    for (let last: StreamId = 0; ; ) {
      const found = await node.ask(null, { type: "followers_get", input: { after: last } });
      for (const { reader, stream, behind: isBehind } of found) {
        know(reader, stream);
        if (isBehind) ring(reader, stream);
      }
      const next = found.at(-1)?.stream;
      if (next === undefined) return;
      last = next;
    }
  }

  return {
    heard(happenings) {
      for (const happening of happenings) {
        if (happening.type === "follow_set") {
          know(happening.reader, happening.of);
          ring(happening.reader, happening.of);
        } else if (!isSignal(happening) && happening.seq > 0) {
          for (const reader of following.get(happening.stream) ?? []) ring(reader, happening.stream);
        }
      }
    },
    async look() {
      try {
        await lookAtAll();
      } catch (error) {
        log.warn("the followers of the log were not read", { reason: String(error) });
      }
    },
    async stop() {
      stopped = true;
      for (const cancel of waits) cancel();
      await running;
    },
  };
}
