/**
 * Pictures that stand in a message as emotes (docs/protocols/flubber.md, 3b and 6): taken once, by their SHA-256, as
 * emojis of the portal.
 */

import { Fault } from "../../core/faults.ts";
import { type Content, isStyled } from "./content.ts";
import type { Extra } from "./extra.ts";
import { bytesOf, type Sender, senderOf, store, type Taking } from "./files.ts";
import type { Message, MessageAttachment } from "./wire.ts";

/** Most pictures that are known to have been taken. */
const MAX_KNOWN = 1_000;

/** Faults of the moment: the next message tries again. */
const PASSING: ReadonlySet<string> = new Set(["rate_limited", "storage", "internal"]);

/** By the room and the picture's SHA-256: the name of its emoji here, null where it was not taken. */
export type KnownEmotes = Map<string, string | null>;

/** The message without those of its files that are pictures of emotes, and with the names that these have here. */
export async function takeEmotes(
  taking: Taking,
  message: Message,
  { emotes = {}, react }: Extra,
  sender: Sender,
): Promise<{ message: Message; emote: string | undefined }> {
  const names = new Map<string, string>();
  const pictures = new Set<MessageAttachment>();
  for (const [name, at] of Object.entries(emotes)) {
    const picture = message.attachments[at];
    if (picture === undefined) continue;
    pictures.add(picture);
    const taken = await take(taking, message.recipient, name, picture, sender);
    if (taken !== null) names.set(name, taken);
  }
  const emote = react === undefined ? undefined : (names.get(react.emote) ?? react.emote);
  const attachments = message.attachments.filter((file) => !pictures.has(file));
  return { message: { ...message, attachments, content: renamed(message.content, names) }, emote };
}

async function take(
  taking: Taking,
  room: string,
  name: string,
  picture: MessageAttachment,
  sender: Sender,
): Promise<string | null> {
  const { node, backend, space, log, emotes: known } = taking;
  let key = "";
  try {
    const bytes = bytesOf(picture);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    key = `${digest} ${room}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    // What cannot be taken is not tried with every message.
    known.set(key, null);
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    const ghost = await senderOf(taking, room, sender);
    if (ghost === null) return null;
    const upload = await store(taking, ghost, picture.mime, bytes);
    const input = { space, backend, room, ghost, upload, name };
    const emoji = await node.ask(null, { type: "bridge_emoji", input });
    if (emoji !== null) known.set(key, emoji.name);
    return emoji?.name ?? null;
  } catch (error) {
    if (error instanceof Fault && PASSING.has(error.code)) known.delete(key);
    log.warn("the picture of an emote was not taken", { reason: String(error) });
    return null;
  }
}

function renamed(content: Content, names: ReadonlyMap<string, string>): Content {
  if (content.type === "Concat")
    return { type: "Concat", value: content.value.map((one) => renamed(one, names)) };
  if (isStyled(content)) return { type: content.type, value: renamed(content.value, names) };
  if (content.type !== "Emote") return content;
  return { type: "Emote", value: names.get(content.value) ?? content.value };
}
