/** `docs/protocols/originchats.md` section 9.13: uploaded files. Uploading is HTTP (section 11.4). */

import { toAttachment } from "../nouns.ts";
import { type Fields, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS, text } from "../texts.ts";

/** Longest id that is looked for, in characters. */
const MAX_ID = 200;

export const attachments: Rows = {
  attachment_get: async (fields, here) => {
    const found = await here.attachment(idIn("attachment_get", fields));
    if (found === null) throw new Refusal(TEXTS.attachmentExpired);
    return { cmd: "attachment_info", attachment: toAttachment(found.file, here.names) };
  },

  attachment_delete: async (fields, here) => {
    const key = idIn("attachment_delete", fields);
    const refusals = { not_found: TEXTS.attachmentUnknown, forbidden: TEXTS.attachmentOfOthers };
    const command = { type: "attachment_delete", input: { key } } as const;
    const answered = await here.echo(command, "message_preview", refusals);
    if (answered === "told") return answered;
    // No message had it: there is nobody to tell.
    return { cmd: "attachment_deleted", attachment_id: key, deleted: true };
  },
};

function idIn(command: string, fields: Fields): string {
  const id = stringIn(fields, "attachment_id");
  if (id === undefined || id === "" || id.length > MAX_ID) {
    const detail = "'attachment_id' is a required property";
    throw new Refusal(text(TEXTS.badAttachmentCommand, { command, detail }));
  }
  return id;
}
