/** What version 0.1.0 has no word for and `extra.koine` says (docs/protocols/flubber.md, 3b). */

import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

/** For `InitInfo.extensions`: this backend understands `extra.koine`. */
export const KOINE_1 = "koine.1";

const ExtraSchema = Type.Object({
  key: Type.Optional(Type.String({ maxLength: 256 })),
  reply_to: Type.Optional(Type.String()),
  edit_of: Type.Optional(Type.String()),
  delete_of: Type.Optional(Type.String()),
  react: Type.Optional(
    Type.Object({ to: Type.String(), emote: Type.String(), remove: Type.Optional(Type.Boolean()) }),
  ),
  author: Type.Optional(Type.Object({ name: Type.String(), avatar: Type.Optional(Type.String()) })),
  sender_name: Type.Optional(Type.String()),
  emotes: Type.Optional(Type.Record(Type.String(), Type.Integer())),
  topic: Type.Optional(Type.String()),
});

export type Extra = Readonly<Static<typeof ExtraSchema>>;

const checked = Compile(Type.Object({ koine: ExtraSchema }));

/** What `extra` says; empty where it says nothing that is understood. */
export function koineOf(extra: unknown): Extra {
  return checked.Check(extra) ? extra.koine : {};
}
