/** What a calls service tells (`docs/protocols/big.md` section 14.1): the calls that it runs, by its own ids. */

import { Type } from "typebox";
import { Fault } from "../../../core/faults.ts";
import { closedReply, membersNamed, startedReply } from "../calling.ts";
import { schemas } from "../payloads.ts";
import { open } from "../requests.ts";
import { BigError, MAX_CALL_SECONDS, MAX_MEMBERS, SAID } from "../wire.ts";
import { actingFor, type Call, type Came, ofService } from "./calling.ts";
import { requireUser } from "./people.ts";

const { chatId } = schemas.chat.properties;
const user = Type.String({ minLength: 1, maxLength: 100 });
const users = Type.Optional(Type.Array(user, { maxItems: MAX_MEMBERS }));
const callId = Type.String({ minLength: 1, maxLength: 100 });

const starting = Type.Object({ chatId, callId, userId: user, participantsInvited: users });
const closing = Type.Object({
  chatId,
  callId,
  userIdCreateCall: user,
  participantsConnected: users,
  callDuration: Type.Optional(Type.Number({ minimum: 0, maximum: MAX_CALL_SECONDS })),
  typeCall: Type.Optional(Type.Union([Type.Literal("audio"), Type.Literal("video")])),
});

/** The chat is named as the caller sees it. */
async function forCaller(came: Omit<Came, "address">, caller: string) {
  const actor = { user: requireUser(caller), token: 0, session: 0 };
  const { node } = came.services;
  await node
    .ask(null, { type: "signed_user", input: { user: actor.user, issued: came.services.now() } })
    .catch((error: unknown) => {
      if (error instanceof Fault && error.code === "unauthenticated") throw new BigError(404, SAID.noUser);
      throw error;
    });
  return await actingFor(came, actor);
}

export const serviceCalls: Readonly<Record<string, Call>> = {
  "POST /calls/start": ofService(
    { about: "A call begins; for the calls service.", body: starting },
    async ({ body, ...came }) => {
      const asking = await forCaller(came, body.userId);
      const room = await open(asking, body.chatId);
      const input = { room: room.id, caller: asking.actor.user, name: body.callId };
      return startedReply(await asking.node.ask(null, { type: "service_call_start", input }));
    },
  ),
  "POST /calls/close": ofService(
    { about: "A call is over, and how it went; for the calls service.", body: closing },
    async ({ body, ...came }) => {
      const { participantsConnected = [], callDuration = 0, typeCall = "audio" } = body;
      const asking = await forCaller(came, body.userIdCreateCall);
      const { node, actor } = asking;
      const room = await open(asking, body.chatId);
      const input = {
        room: room.id,
        caller: actor.user,
        name: body.callId,
        video: typeCall === "video",
        participants: membersNamed(room, participantsConnected, "participantsConnected"),
        seconds: Math.round(callDuration),
      };
      const reply = await closedReply(asking, await node.ask(null, { type: "service_call_close", input }));
      // Section 14.3: what was said before is read by whoever called. Told again later, it is no more than that.
      const n = reply.messageId;
      if (n !== undefined)
        await node.ask(actor, { type: "receipt_reach", input: { room: room.id, n, kind: "read" } });
      return reply;
    },
  ),
};
