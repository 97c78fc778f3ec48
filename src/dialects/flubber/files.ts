/** Files of a network as uploads of its ghosts (docs/protocols/flubber.md, 2). */

import { Fault } from "../../core/faults.ts";
import type { Log } from "../../core/log.ts";
import type { Id } from "../../core/model/ids.ts";
import type { Attachment } from "../../core/model/messages.ts";
import type { Actor } from "../../core/model/users.ts";
import type { Node } from "../../core/node.ts";
import type { Message, MessageAttachment } from "./wire.ts";

/** Where files come from and go to. */
export interface Files {
  /** Takes a file in one go. Faults: as uploads. */
  receive(
    actor: Actor,
    wish: { readonly name: string; readonly description: string; readonly spoiler: boolean },
    size: number,
    source: AsyncIterable<Uint8Array>,
  ): Promise<Attachment>;
  /** The bytes of a file by its key; null when there is none. */
  open(key: string): Promise<{ readonly blob: Blob } | null>;
}

/** For whom something is taken in. */
export interface Taking {
  readonly node: Node;
  readonly files: Files;
  /** The address at which this server shows a picture of another; "" when it is none that may be called. */
  readonly proxied: (url: string) => string;
  readonly log: Log;
  /** What is known of pictures of emotes. */
  readonly emotes: Map<string, string | null>;
  readonly backend: string;
  readonly space: Id;
}

/** Who said something, as commands want it. */
export interface Sender {
  readonly remoteId: string;
  readonly nick: string;
  readonly avatar?: string;
}

/** The files as uploads of the ghost, and a line for each that was not taken. */
export async function takeFiles(
  taking: Taking,
  { attachments, recipient }: Message,
  sender: Sender,
): Promise<{ attachments: Id[]; lost: string[] }> {
  if (attachments.length === 0) return { attachments: [], lost: [] };
  const ghost = await senderOf(taking, recipient, sender);
  if (ghost === null) return { attachments: [], lost: [] };
  const taken: Id[] = [];
  const lost: string[] = [];
  for (const file of attachments) {
    try {
      taken.push(await store(taking, ghost, file.mime, bytesOf(file)));
    } catch (error) {
      taking.log.warn("a file was not taken", { reason: String(error) });
      lost.push(`(A file was not taken: ${error instanceof Fault ? error.message : "it cannot be read"})`);
    }
  }
  return { attachments: taken, lost };
}

/** The ghost who says something in a room; null where the room is none of ours. */
export async function senderOf(
  { node, backend, space }: Taking,
  room: string,
  sender: Sender,
): Promise<Id | null> {
  return await node.ask(null, { type: "bridge_sender", input: { space, backend, room, sender } });
}

/** A file as an upload of the ghost. Faults: as uploads. */
export async function store({ files }: Taking, ghost: Id, mime: string, bytes: Uint8Array): Promise<Id> {
  const wish = { name: nameOf(mime), description: "", spoiler: false };
  return (await files.receive({ user: ghost, token: 0, session: 0 }, wish, bytes.length, once(bytes))).id;
}

/** Throws where it is no base64. */
export function bytesOf({ data }: MessageAttachment): Uint8Array<ArrayBuffer> {
  const text = atob(data);
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Files have no names there. */
function nameOf(mime: string): string {
  const kind = /^[a-z]+\/([a-z0-9]{1,10})/.exec(mime)?.[1] ?? "bin";
  return `file.${kind === "jpeg" ? "jpg" : kind === "plain" ? "txt" : kind}`;
}
