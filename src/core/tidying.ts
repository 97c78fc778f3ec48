/** Removing the bytes that no row has any more, without hitting those whose row is on its way. */

import { MAX_HASHES } from "./attachments.ts";
import type { Blobs, Kept } from "./blobs.ts";
import type { Log } from "./log.ts";
import type { Millis } from "./model/ids.ts";
import type { Node } from "./node.ts";

/** What is younger may belong to an upload whose row is not written yet. */
const YOUNG_MILLIS: Millis = 3_600_000;

export interface Tidying {
  /** As of `Blobs`; what is kept here is seen by a removal under way. */
  keep(staged: string): Promise<Kept>;
  put(bytes: Uint8Array): Promise<Kept>;
  tidy(): Promise<void>;
  sweep(): Promise<void>;
}

interface Deps {
  readonly node: Pick<Node, "ask">;
  readonly blobs: Blobs;
  readonly now: () => Millis;
  readonly log: Log;
}

export function createTidying({ node, blobs, now, log }: Deps): Tidying {
  /** What was kept since the removals under way asked the store: their answer does not count for it. */
  const fresh = new Set<string>();
  let removing = 0;
  let last = Promise.resolve();
  let tidyWaits = false;

  const noted = (kept: Kept): Kept => {
    if (removing > 0) fresh.add(kept.hash);
    return kept;
  };

  /** Removes those of the hashes that no row has; gives those that are settled, one way or the other. */
  async function removeUnused(hashes: readonly string[]): Promise<string[]> {
    removing += 1;
    try {
      const unused = await node.ask(null, { type: "blobs_unused", input: { hashes: [...hashes] } });
      const kept = new Set<string>();
      for (const hash of unused) if (fresh.has(hash) || !blobs.remove(hash)) kept.add(hash);
      return hashes.filter((hash) => !kept.has(hash));
    } finally {
      removing -= 1;
      if (removing === 0) fresh.clear();
    }
  }

  async function removeLoose(): Promise<void> {
    for (;;) {
      const loose = await node.ask(null, { type: "blobs_loose", input: {} });
      const settled = loose.length === 0 ? [] : await removeUnused(loose);
      if (settled.length > 0) await node.ask(null, { type: "blobs_settled", input: { hashes: settled } });
      if (loose.length < MAX_HASHES || settled.length === 0) return;
    }
  }

  async function sweepKept(): Promise<void> {
    let old: string[] = [];
    for await (const { hash, at } of blobs.list()) {
      if (at > now() - YOUNG_MILLIS) continue;
      old.push(hash);
      if (old.length < MAX_HASHES) continue;
      await removeUnused(old);
      old = [];
    }
    if (old.length > 0) await removeUnused(old);
  }

  async function sweepStaged(): Promise<void> {
    for await (const { name, at } of blobs.listStaged()) {
      if (at > now() - YOUNG_MILLIS) continue;
      const upload = Number(name);
      const known = Number.isSafeInteger(upload)
        ? await node.ask(null, { type: "uploads_known", input: { uploads: [upload] } })
        : [];
      if (known.length === 0) await blobs.discard(name);
    }
  }

  /** One after another; a failure is told and tried again with the next. */
  function after(work: () => Promise<void>): Promise<void> {
    last = last.then(work).catch((error: unknown) => {
      log.warn("files could not be removed", { reason: String(error) });
    });
    return last;
  }

  return {
    keep: async (staged) => noted(await blobs.keep(staged)),
    put: async (bytes) => noted(await blobs.put(bytes)),
    tidy() {
      // One that has not begun will do what this one would.
      if (tidyWaits) return last;
      tidyWaits = true;
      return after(async () => {
        tidyWaits = false;
        await removeLoose();
      });
    },
    sweep: () =>
      after(async () => {
        while ((await node.ask(null, { type: "uploads_expire", input: {} })).more);
        await removeLoose();
        await sweepKept();
        await sweepStaged();
      }),
  };
}
