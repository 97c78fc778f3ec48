/** Chats and messages over HTTP (`docs/protocols/big.md` section 16.4): the socket's own operations. */

import { Type } from "typebox";
import { Fault } from "../../../core/faults.ts";
import { schemas } from "../payloads.ts";
import { chat, chats, messages, send, toChatOf } from "../requests.ts";
import { BigError, SAID } from "../wire.ts";
import { type Call, signedIn } from "./calling.ts";
import { requireUser } from "./people.ts";

const group = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 128, pattern: "\\S" }),
  imgUrl: Type.Optional(Type.String({ maxLength: 1_000 })),
  participants: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 1_000 }),
});

const closed = { additionalProperties: false };

const blink = signedIn({ about: "Mark everything delivered." }, async ({ node, actor }) => {
  await node.ask(actor, { type: "receipts_collect", input: {} });
  return {};
});

/** Whoever knows an id must not be able to make receipts: it is one's own, and says no more than `/blink`. */
const blinkOf = signedIn(
  { about: "Mark everything delivered; the id is one's own." },
  async (asking, said) => {
    if (requireUser(said.url.pathname.split("/").at(-1) ?? "") !== asking.actor.user)
      throw new BigError(404, SAID.noUser);
    await asking.node.ask(asking.actor, { type: "receipts_collect", input: {} });
    return {};
  },
);

export const chatCalls: Readonly<Record<string, Call>> = {
  "GET /chats": signedIn({ about: "The chat list." }, async (asking) => await chats(asking)),
  "POST /chats": signedIn({ about: "Make a group.", body: group }, async (asking, { body }) => {
    const { node, actor } = asking;
    const users = [...new Set(body.participants.map(requireUser))].filter((user) => user !== actor.user);
    const room = await node
      .ask(actor, { type: "group_create", input: { name: body.name, users } })
      .catch((error: unknown) => {
        if (error instanceof Fault && error.code === "not_found") throw new BigError(404, SAID.noUser);
        throw error;
      });
    return await toChatOf(asking, await node.ask(actor, { type: "chat_get", input: { room: room.id } }));
  }),
  "GET /chat": signedIn(
    { about: "One chat.", query: Type.Object(schemas.chat.properties, closed) },
    async (asking, { query }) => await chat(asking, query),
  ),
  "GET /messages": signedIn(
    { about: "A page of the history.", query: Type.Object(schemas.messages.properties, closed) },
    async (asking, { query }) => await messages(asking, query),
  ),
  "POST /messages": signedIn(
    { about: "Send a message.", body: schemas.new },
    async (asking, { body }) => await send(asking, body),
  ),
  "GET /blink": blink,
  "GET /blink/:user": blinkOf,
  "POST /blink/:user": blinkOf,
  "PUT /blink/:user": blinkOf,
  "PATCH /blink/:user": blinkOf,
  "DELETE /blink/:user": blinkOf,
};
