/** What the main thread and the store's workers say to each other, as JSON texts. */

import type { Outcome } from "../../core/ports.ts";
import type { Job } from "./batch.ts";

/** To a worker. "open" comes first; "batch" goes to the writer, "reads" to the reader. */
export type ToWorker =
  | { readonly open: { readonly directory: string; readonly role: "writer" | "reader" } }
  | { readonly batch: readonly Job[] }
  | { readonly reads: readonly (Job & { readonly id: number })[] }
  | { readonly close: true };

/** From a worker. */
export type FromWorker =
  | { readonly opened: { readonly epoch: string } }
  | { readonly failed: string }
  | { readonly outcomes: readonly Outcome[] }
  | { readonly read: { readonly id: number; readonly outcome: Outcome } }
  | {
      readonly log: {
        readonly level: "warn" | "error";
        readonly message: string;
        readonly fields: Record<string, string | number | boolean | null>;
      };
    }
  | { readonly closed: true };
