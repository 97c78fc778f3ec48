/** `koine bot …`: accounts of programs. */

import { createSecrets } from "../net/secrets.ts";
import { type CliCommand, requireWords } from "./command-line.ts";
import type { Operator } from "./control.ts";
import { actingFor, findSpace, ownedSpace, SPACE, userByHandle, withOperator } from "./operator.ts";
import { deleteAccount, requirePerson } from "./user.ts";

const create: CliCommand = {
  name: "bot create",
  usage: "HANDLE [--owner HANDLE] [--name NAME] [--space SLUG]",
  summary: "make a bot; its token is shown once",
  help: `
Makes a bot and prints its token, which is kept nowhere in readable form: note it. The bot belongs to a
person, who answers for it: --owner, or the owner of the server.

  koine bot create weather --owner ann
  TOKEN=$(koine bot create weather --json | jq -r .token)
`,
  options: { ...SPACE, owner: { type: "string" }, name: { type: "string" } },
  async run(cli, called) {
    const [handle = ""] = requireWords(called, 1, "the handle");
    const { owner, name = handle } = called.options;
    return await withOperator(cli, async (operator) => {
      const actor =
        typeof owner === "string"
          ? actingFor((await requirePerson(operator, owner)).id)
          : (await ownedSpace(operator, called)).owner;
      const { space } = await findSpace(operator, called);
      const { token, tokenHash } = newToken();
      const input = { space: space.id, handle, name: String(name), tokenHash, scopes: null };
      const bot = await operator.ask(actor, { type: "bot_create", input });
      return {
        text: `Made the bot ${bot.handle}. Its token, shown this once:\n${token}\n`,
        json: { id: bot.id, handle: bot.handle, owner: actor.user, token },
      };
    });
  },
};

const token: CliCommand = {
  name: "bot token",
  usage: "HANDLE",
  summary: "give a bot a new token, shown once; the old one ends",
  help: `
Makes a new token for a bot and prints it. The old one stops at once, and so do connections with it.

  koine bot token weather
`,
  async run(cli, called) {
    const [handle = ""] = requireWords(called, 1, "the handle");
    return await withOperator(cli, async (operator) => {
      const { id, owner } = await requireBot(operator, handle);
      const fresh = newToken();
      const input = { bot: id, tokenHash: fresh.tokenHash, scopes: null };
      await operator.ask(actingFor(owner), { type: "bot_token_rotate", input });
      return {
        text: `The new token of ${handle}, shown this once:\n${fresh.token}\n`,
        json: { id, handle, token: fresh.token },
      };
    });
  },
};

const remove: CliCommand = {
  name: "bot delete",
  usage: "HANDLE --yes",
  summary: "delete a bot; what it wrote stays",
  help: `
Deletes a bot and its token. There is no way back; therefore --yes is needed.

  koine bot delete weather --yes
`,
  options: { yes: { type: "boolean" } },
  async run(cli, called) {
    const [handle = ""] = requireWords(called, 1, "the handle");
    if (called.options.yes !== true)
      throw new Error(`This deletes ${handle} for ever: say --yes if you mean it`);
    return await withOperator(cli, async (operator) => {
      const { id } = await requireBot(operator, handle);
      await deleteAccount(operator, id, false);
      return { text: `${handle} is deleted\n`, json: { id, handle } };
    });
  },
};

function newToken() {
  const secrets = createSecrets();
  const fresh = secrets.newToken();
  return { token: fresh, tokenHash: secrets.hashToken(fresh) };
}

/** A bot and who answers for it. Throws a sentence for the operator. */
async function requireBot(operator: Operator, handle: string) {
  const { id, bot, owner } = await userByHandle(operator, handle);
  if (!bot || owner === null) throw new Error(`${handle} is no bot`);
  return { id, owner };
}

export const bots: readonly CliCommand[] = [create, token, remove];
