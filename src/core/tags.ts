/** Tags: a forum says which there are, its threads have some of them. */

import { Fault } from "./faults.ts";
import type { Room } from "./model/rooms.ts";

/** Most tags of a forum. */
export const MAX_TAGS = 20;
/** Most tags of a thread. */
export const MAX_THREAD_TAGS = 5;
/** Longest tag, in code points. */
export const MAX_TAG = 32;

/** A forum's tags, as they are stored. Faults: `invalid`. */
export function requireTags(kind: Room["kind"], tags: readonly string[]): string[] {
  if (tags.length > 0 && kind !== "forum")
    throw new Fault("invalid", "Only forums and their threads have tags");
  const trimmed = [...new Set(tags.map((tag) => tag.normalize("NFC").trim()))];
  if (trimmed.length > MAX_TAGS) throw new Fault("invalid", `A forum has at most ${MAX_TAGS} tags`);
  if (trimmed.some((tag) => tag === "" || [...tag].length > MAX_TAG || /\p{Cc}/u.test(tag)))
    throw new Fault("invalid", `A tag has 1 to ${MAX_TAG} characters and no control characters`);
  return trimmed;
}

/** A thread's tags, in the order of the forum's. Faults: `invalid` for one that the forum does not have. */
export function requireThreadTags(forum: Room, tags: readonly string[]): string[] {
  const wished = new Set(tags.map((tag) => tag.normalize("NFC").trim()));
  if (wished.size > MAX_THREAD_TAGS)
    throw new Fault("invalid", `A thread has at most ${MAX_THREAD_TAGS} tags`);
  const found = forum.tags.filter((tag) => wished.has(tag));
  if (found.length < wished.size) throw new Fault("invalid", "The forum has no such tag");
  return found;
}
