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
    const found = await here.attachment(key);
    if (found === null) throw new Refusal(TEXTS.attachmentUnknown);
    if (found.owner !== here.session.user.id) throw new Refusal(TEXTS.attachmentOfOthers);
    // What a message has goes with the message.
    if (found.used) throw new Refusal(TEXTS.attachmentNotDeleted);
    if (!(await here.dropUpload(key))) throw new Refusal(TEXTS.attachmentUnknown);
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
