/** What version 0.1.0 has no word for and `extra.koine` says (docs/protocols/flubber.md, 3b). */

import Type, { type Static } from "typebox";
import { schemaCheck } from "../../core/schema-check.ts";

const id = Type.String({ minLength: 1, maxLength: 512 });
const name = Type.String({ maxLength: 512 });

/** Longest address of a picture, in UTF-16 units; a longer one is none. */
export const MAX_PICTURE_ADDRESS = 2_048;

const ExtraSchema = Type.Object({
  key: Type.Optional(Type.String({ maxLength: 64 })),
  reply_to: Type.Optional(id),
  edit_of: Type.Optional(id),
  delete_of: Type.Optional(id),
  react: Type.Optional(
    Type.Object({
      to: id,
      emote: Type.String({ minLength: 1, maxLength: 64 }),
      remove: Type.Optional(Type.Boolean()),
    }),
  ),
  author: Type.Optional(Type.Object({ name, avatar: Type.Optional(Type.String()) })),
  sender_name: Type.Optional(name),
  /** Nobody else will ever be the sender. */
  lasting: Type.Optional(Type.Boolean()),
  /** Which of the message's files is the picture of an emote, by the emote's name. */
  emotes: Type.Optional(
    Type.Record(Type.String({ maxLength: 64 }), Type.Integer({ minimum: 0, maximum: 9 }), {
      maxProperties: 10,
    }),
  ),
  topic: Type.Optional(Type.String({ maxLength: 4_096 })),
});

export type Extra = Readonly<Static<typeof ExtraSchema>>;

const checked = schemaCheck(Type.Object({ koine: ExtraSchema }));

/** What `extra` says; empty where it says nothing that is understood. */
export function koineOf(extra: unknown): Extra {
  return checked.fits(extra) ? extra.koine : {};
}
