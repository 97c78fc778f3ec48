/** What is said here as a request, in `extra.koine` or in words (docs/protocols/flubber.md, 2 and 3b). */

import type { Drawn, Named, Step } from "../../core/bridge-outward.ts";
import { parseMarkup, plainText } from "../../core/markup.ts";
import { MAX_ATTACHMENTS } from "../../core/message-rules.ts";
import type { Attachment, Message } from "../../core/model/messages.ts";
import type { UserRef } from "../../core/model/users.ts";
import { pictureAddressOf } from "../../core/uploads.ts";
import { type Content, normal, text } from "./content.ts";
import type { Extra } from "./extra.ts";
import type { Files } from "./files.ts";
import { toContent } from "./markup.ts";
import type { MessageAttachment, RequestBody } from "./wire.ts";

/** Largest file whose bytes cross, and all of one message; a larger one is named in the text. */
const MAX_FILE_BYTES = 2 ** 20;
const MAX_FILES_BYTES = 2 * 2 ** 20;
/** How much of a message that is replied to stands before the reply, in code points. */
const QUOTED = 80;

interface Telling {
  /** It understands `extra.koine`. */
  readonly understands: boolean;
  /** Who is the network's own account there: their words need no name. */
  readonly account: string | null;
  readonly files: Files;
  /** Scheme and host by which others reach this server; "" where nobody said. */
  readonly origin: string;
}

/** The request that tells a step; null for what cannot be told there. */
export async function requestOf(
  step: Step,
  recipient: string,
  { understands, account, files, origin }: Telling,
): Promise<RequestBody | null> {
  const isOwn = step.by.handle === account;
  const author = isOwn ? {} : { author: { name: step.by.name, ...pictureOf(step.by, origin) } };
  const send = (content: Content, extra: Extra, attachments: readonly MessageAttachment[]): RequestBody => ({
    type: "MessageSend",
    value: {
      recipient,
      attachments,
      content,
      extra: understands ? { koine: { ...extra, ...author } } : null,
    },
  });
  const named = (content: Content): Content =>
    understands || isOwn ? content : normal({ type: "Concat", value: [text(`<${step.by.name}> `), content] });
  switch (step.type) {
    case "send": {
      const { attachments, lines } = await attachmentsOf(step.said.attachments, files);
      const reply: Extra = step.replyTo === null ? {} : { reply_to: step.replyTo };
      const before = understands && step.replyTo !== null ? [] : quoteOf(step.said);
      const content = contentOf(step.said, step.names, before, lines);
      const emotes = understands ? await drawInto(attachments, step.drawn, files) : {};
      return send(named(content), { key: step.key, ...reply, ...emotes }, attachments);
    }
    case "edit": {
      const content = contentOf(step.said, step.names, [], []);
      const key = `${step.message}e${step.seq}`;
      const pictures: MessageAttachment[] = [];
      if (understands) {
        const emotes = await drawInto(pictures, step.drawn, files);
        return send(content, { key, edit_of: step.of, ...emotes }, pictures);
      }
      return send(named(normal({ type: "Concat", value: [text("* "), content] })), {}, []);
    }
    case "delete":
      return understands
        ? send(text(""), { key: `${step.message}d${step.seq}`, delete_of: step.of }, [])
        : null;
    case "react": {
      if (!understands) return null;
      // A server emoji by its name.
      const emote = step.emoji.replace(/^<?:?(\w+):\d+>?$/, "$1");
      const react = { to: step.of, emote, remove: step.remove };
      const pictures: MessageAttachment[] = [];
      const emotes = await drawInto(pictures, step.drawn, files);
      return send(text(""), { key: `${step.message}r${step.seq}`, react, ...emotes }, pictures);
    }
  }
}

function contentOf(
  said: Message,
  names: Named,
  before: readonly Content[],
  after: readonly string[],
): Content {
  const byId = new Map(names.map(([id, remoteId, name]) => [id, { remoteId, name }]));
  const link =
    (type: "MessageLink" | "RoomLink" | "UserLink", sign: string) =>
    (id: number): Content => {
      const { remoteId, name } = byId.get(id) ?? { remoteId: null, name: `<${sign}${id}>` };
      return remoteId === null ? text(name) : { type, value: remoteId };
    };
  const options = said.poll?.options.map((option, i) => `\n${i + 1}. ${option.text}`) ?? [];
  const source = said.poll === null ? said.text : [said.poll.question, ...options].join("");
  const content = toContent(source, {
    message: link("MessageLink", "!"),
    room: link("RoomLink", "#"),
    user: link("UserLink", "@"),
  });
  const lines = after.map((line) => text(said.text === "" ? line : `\n${line}`));
  return normal({ type: "Concat", value: [...before, content, ...lines] });
}

/** The line before a reply. */
function quoteOf({ replyTo }: Message): Content[] {
  if (replyTo === null || replyTo.deleted) return [];
  const quoted = plainText(parseMarkup(replyTo.text)).replaceAll(/\s+/g, " ");
  return [text(`> ${replyTo.author.name}: ${[...quoted].slice(0, QUOTED).join("")}\n`)];
}

async function attachmentsOf(
  files: readonly Attachment[],
  { open }: Files,
): Promise<{ attachments: MessageAttachment[]; lines: string[] }> {
  const attachments: MessageAttachment[] = [];
  const lines: string[] = [];
  let bytes = 0;
  for (const { key, mediaType, name, size } of files) {
    const fits = size <= MAX_FILE_BYTES && bytes + size <= MAX_FILES_BYTES;
    const opened = fits ? await open(key) : null;
    if (opened === null) lines.push(`${name} (${sizeOf(size)})`);
    else {
      bytes += size;
      attachments.push({ mime: mediaType, data: await base64(opened.blob) });
    }
  }
  return { attachments, lines };
}

/**
 * Puts the pictures of emojis behind a message's files, and says which is which; those for which there is no room
 * are their names.
 */
async function drawInto(
  attachments: MessageAttachment[],
  drawn: readonly Drawn[],
  { open }: Files,
): Promise<Pick<Extra, "emotes">> {
  const emotes: Record<string, number> = {};
  // Base64 takes four characters for three bytes.
  let room = MAX_FILES_BYTES - attachments.reduce((sum, { data }) => sum + (data.length * 3) / 4, 0);
  for (const { name, key, mediaType } of drawn) {
    const opened = attachments.length < MAX_ATTACHMENTS ? await open(key) : null;
    if (opened === null || opened.blob.size > room) continue;
    room -= opened.blob.size;
    emotes[name] = attachments.length;
    attachments.push({ mime: mediaType, data: await base64(opened.blob) });
  }
  return Object.keys(emotes).length === 0 ? {} : { emotes };
}

/** Where others see somebody's picture. Without an address of this server there is none that they could call. */
function pictureOf({ avatar }: UserRef, origin: string): { avatar?: string } {
  return avatar === "" || origin === "" ? {} : { avatar: origin + pictureAddressOf(avatar) };
}

function sizeOf(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  // In pieces: a call has only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
