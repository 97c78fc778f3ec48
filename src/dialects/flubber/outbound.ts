/** What is said here as a request, in `extra.koine` or in words (docs/protocols/flubber.md, 2 and 3b). */

import type { Named, Step } from "../../core/bridge-outward.ts";
import { parseMarkup, plainText } from "../../core/markup.ts";
import type { Attachment, Message } from "../../core/model/messages.ts";
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
}

/** The request that tells a step; null for what cannot be told there. */
export async function requestOf(
  step: Step,
  recipient: string,
  { understands, account, files }: Telling,
): Promise<RequestBody | null> {
  const isOwn = step.by.handle === account;
  const author = isOwn ? {} : { author: { name: step.by.name } };
  const send = (
    content: Content,
    extra: Extra,
    attachments: readonly MessageAttachment[] = [],
  ): RequestBody => ({
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
      return send(named(content), { key: step.key, ...reply }, attachments);
    }
    case "edit": {
      const content = contentOf(step.said, step.names, [], []);
      const key = `${step.message}e${step.seq}`;
      if (understands) return send(content, { key, edit_of: step.of });
      return send(named(normal({ type: "Concat", value: [text("* "), content] })), {});
    }
    case "delete":
      return understands ? send(text(""), { key: `${step.message}d${step.seq}`, delete_of: step.of }) : null;
    case "react": {
      if (!understands) return null;
      // A server emoji by its name.
      const emote = step.emoji.replace(/^<?:?(\w+):\d+>?$/, "$1");
      const react = { to: step.of, emote, remove: step.remove };
      return send(text(""), { key: `${step.message}r${step.seq}`, react });
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
      attachments.push({ mime: mediaType, data: base64(new Uint8Array(await opened.blob.arrayBuffer())) });
    }
  }
  return { attachments, lines };
}

function sizeOf(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  // In pieces: a call has only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
