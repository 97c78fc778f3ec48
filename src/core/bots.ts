/** Bots: accounts of programs, made by a person, who answers for them. */

import { Type } from "typebox";
import { requireHandle } from "./accounts.ts";
import { requireMember } from "./authorize.ts";
import { command, fields, IdSchema } from "./command.ts";
import { Fault, notFound } from "./faults.ts";
import { joinSpace } from "./invites.ts";
import type { Id } from "./model/ids.ts";
import type { User } from "./model/users.ts";
import { isPermission } from "./permissions.ts";
import { requirePerson } from "./person.ts";
import { accessEnded } from "./tokens.ts";
import type { Tx } from "./tx/tx.ts";

/** Most bots of one person. */
export const MAX_BOTS = 20;

const hash = Type.String({ minLength: 1, maxLength: 200 });
const scopes = Type.Union([Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 }), Type.Null()]);

/**
 * Make a bot and its token, which may be limited to some permissions (null = what its roles allow).
 *
 * Faults: `not_found` (the space), `forbidden` (a bot makes no bots), `invalid`, `handle_taken`, `limit_reached`.
 */
export const botCreate = command(
  "change",
  fields({
    handle: Type.String(),
    name: Type.String({ minLength: 1, maxLength: 64 }),
    tokenHash: hash,
    scopes,
    /** The space that it becomes a member of, and its owner is. */
    space: IdSchema,
  }),
  async (tx, actor, input) => {
    const owner = await requirePerson(tx, actor);
    const { space } = requireMember(await tx.loadSpace(actor, input.space));
    const handle = requireHandle(input.handle);
    if (await tx.isHandleTaken(handle)) throw new Fault("handle_taken", `The handle ${handle} is taken`);
    if ((await tx.botsOf(owner.id)).length >= MAX_BOTS) {
      throw new Fault("limit_reached", `A person has at most ${MAX_BOTS} bots`);
    }
    const bot: User = {
      id: tx.newId(),
      handle,
      name: input.name,
      avatar: "",
      bot: true,
      created: tx.now,
      owner: owner.id,
      backend: null,
      remoteId: null,
    };
    await tx.insertUser(bot, null);
    await insertToken(tx, bot.id, input.tokenHash, input.scopes);
    return { reply: bot, events: await joinSpace(tx, space.id, bot, []) };
  },
);

/** One's own bots. */
export const botsGet = command("read", fields({}), async (tx, actor) => {
  const owner = await requirePerson(tx, actor);
  return { reply: await tx.botsOf(owner.id), events: [] };
});

/** Give a bot a new token; the old one stops at once. Faults: `not_found`, `invalid`. */
export const botTokenRotate = command(
  "change",
  fields({ bot: IdSchema, tokenHash: hash, scopes }),
  async (tx, actor, input) => {
    const owner = await requirePerson(tx, actor);
    const bots = await tx.botsOf(owner.id);
    if (!bots.some(({ id }) => id === input.bot)) throw notFound();
    await tx.deleteTokensOf(input.bot, tx.now);
    await insertToken(tx, input.bot, input.tokenHash, input.scopes);
    return { reply: null, events: [accessEnded(input.bot, null)] };
  },
);

async function insertToken(
  tx: Tx,
  user: Id,
  tokenHash: string,
  limited: readonly string[] | null,
): Promise<void> {
  const unknown = limited?.find((name) => !isPermission(name));
  if (unknown !== undefined) throw new Fault("invalid", `There is no permission "${unknown}"`);
  await tx.insertToken(
    { id: tx.newId(), user, hash: tokenHash, kind: "bot", client: "", scopes: limited },
    tx.now,
  );
}
