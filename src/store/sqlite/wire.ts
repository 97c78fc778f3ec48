/** What the main thread and the store's workers say to each other, as JSON texts. */

import type { Happening } from "../../core/events.ts";
import type { Outcome } from "../../core/ports.ts";
import type { Job } from "./batch.ts";
import type { Shared, Split } from "./once.ts";
import type { Checked, Task } from "./tasks.ts";
import type { Change } from "./watch.ts";

/** To a worker. "open" comes first; "batch" goes to the writer, "reads" to the reader. "task" comes alone. */
export type ToWorker =
  | { readonly task: Task }
  | { readonly open: { readonly directory: string; readonly role: "writer" | "reader" } }
  | { readonly batch: readonly Job[] }
  | { readonly reads: readonly (Job & { readonly id: number })[] }
  // To the writer: between two batches, what changes is noted from now on, given, or noted no longer.
  | { readonly watch: Watching }
  // What a crowd left behind in the worker's heap: have it collected, then give it back to the system.
  | { readonly clean: Cleaning }
  | { readonly close: true };

export type Cleaning = "collect" | "shrink";

export type Watching = "begin" | "take" | "end";

/** From a worker. */
export type FromWorker =
  | { readonly opened: { readonly epoch: string } }
  | { readonly failed: string }
  | { readonly done: Checked }
  | { readonly outcomes: readonly Crossing[] }
  | { readonly read: { readonly id: number; readonly outcome: Outcome } }
  // A read whose reply is partly what crossed before; what is shared comes first, `forget` before that.
  | { readonly splitRead: { readonly id: number; readonly split: Split } }
  | { readonly shared: Shared }
  | { readonly forget: true }
  | {
      readonly log: {
        readonly level: "info" | "warn" | "error";
        readonly message: string;
        readonly fields: Record<string, string | number | boolean | null>;
      };
    }
  | { readonly watched: { readonly changes: readonly Change[]; readonly more: boolean } }
  | { readonly closed: true };

/** An outcome on its way: a message that is both the reply and what the first event tells crosses once. */
export type Crossing =
  | Outcome
  | { readonly ok: true; readonly replyInEvent: true; readonly events: readonly Happening[] };

export function toCrossing(outcome: Outcome): Crossing {
  if (!outcome.ok || !isObject(outcome.reply) || outcome.reply !== messageOf(outcome.events)) return outcome;
  return { ok: true, replyInEvent: true, events: outcome.events };
}

export function fromCrossing(crossing: Crossing): Outcome {
  if (!("replyInEvent" in crossing)) return crossing;
  return { ok: true, reply: messageOf(crossing.events), events: crossing.events };
}

function messageOf([event]: readonly Happening[]): unknown {
  return event !== undefined && "message" in event ? event.message : undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
