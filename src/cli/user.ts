/** `koine user …`: accounts. */

import { GONE_NAME } from "../core/departure.ts";
import type { Id } from "../core/model/ids.ts";
import type { Member } from "../core/model/spaces.ts";
import type { Profile } from "../core/model/users.ts";
import { MAX_OPERATOR_PAGE } from "../core/operator.ts";
import { requireDisplayName } from "../core/profiles.ts";
import { requirePassword } from "../core/sign-in.ts";
import { createSecrets } from "../net/secrets.ts";
import { askNewPassword } from "./asking.ts";
import { columns } from "./columns.ts";
import { type Called, type CliCommand, requireWords } from "./command-line.ts";
import type { Operator } from "./control.ts";
import { actingFor, findSpace, ownedSpace, SPACE, slugOf, userByHandle, withOperator } from "./operator.ts";

const list: CliCommand = {
  name: "user list",
  usage: "[--space SLUG]",
  summary: "list the members, people and bots",
  help: `
Lists every member with id, handle, what they are and since when. Works while the server runs.

  koine user list
  koine user list --json | jq '.users[].handle'
`,
  options: SPACE,
  async run(cli, called) {
    requireWords(called, 0, "");
    return await withOperator(cli, async (operator) => {
      const { space, roles } = await findSpace(operator, called);
      const administrators = new Set(
        roles.filter(({ permissions }) => permissions.includes("administrator")).map(({ id }) => id),
      );
      const users = (await allMembers(operator, slugOf(called))).map(({ user, roles: held, joined }) => ({
        id: user.id,
        handle: user.handle,
        name: user.name,
        is: user.id === space.owner ? "owner" : user.bot ? "bot" : administratorOr(held, administrators),
        joined: new Date(joined).toISOString(),
      }));
      return { text: columns(users), json: { users } };
    });
  },
};

function administratorOr(held: readonly Id[], administrators: ReadonlySet<Id>): string {
  return held.some((id) => administrators.has(id)) ? "administrator" : "member";
}

async function allMembers(operator: Operator, slug: string | null): Promise<Member[]> {
  const all: Member[] = [];
  for (let after = 0; ; ) {
    const page = await operator.ask(null, {
      type: "operator_members",
      input: { slug, after, limit: MAX_OPERATOR_PAGE },
    });
    all.push(...page);
    if (page.length < MAX_OPERATOR_PAGE) return all;
    after = page.at(-1)?.user.id ?? after;
  }
}

const create: CliCommand = {
  name: "user create",
  usage: "HANDLE [--name NAME] [--owner] [--generate]",
  summary: "make an account, also where registration is closed",
  help: `
Makes an account. The password is asked for, or read from the standard input's first line; --generate makes
one and prints it. --owner makes the new account the owner of the server. Before the server's first start
this makes the database too.

  koine user create ann --owner
  koine user create bob --name "Bob Miller" --generate
`,
  options: { name: { type: "string" }, owner: { type: "boolean" }, generate: { type: "boolean" } },
  async run(cli, called) {
    const [handle = ""] = requireWords(called, 1, "the handle");
    const { name = handle, owner } = called.options;
    const password = await passwordFor(handle, called);
    const make = async (operator: Operator) => {
      const admission = { mode: "open", code: "", codeHash: "", firstOwns: false } as const;
      const shown = requireDisplayName(String(name));
      const account = { handle, name: shown, passwordHash: password.hash, tokenHash: null, client: "" };
      const user = await operator.ask(null, { type: "account_create", input: { ...account, ...admission } });
      if (owner === true)
        await operator.ask(null, { type: "operator_owner", input: { slug: null, user: user.id } });
      return user;
    };
    const user = await withOperator(cli, make, { makes: true });
    return {
      text: `Made ${user.handle}${owner === true ? ", who owns the server" : ""}\n${password.said}`,
      json: { id: user.id, handle: user.handle, owner: owner === true, ...password.json },
    };
  },
};

const password: CliCommand = {
  name: "user password",
  usage: "HANDLE [--generate]",
  summary: "give an account a new password and end its sign-ins",
  help: `
Sets a new password and ends everything that is signed in to the account. The password is asked for, or read
from the standard input's first line; --generate makes one and prints it.

  koine user password ann
  printf '%s\\n' "$PASSWORD" | koine user password ann
`,
  options: { generate: { type: "boolean" } },
  async run(cli, called) {
    const [handle = ""] = requireWords(called, 1, "the handle");
    return await withOperator(cli, async (operator) => {
      const user = await requirePerson(operator, handle);
      const given = await passwordFor(handle, called);
      const input = { user: user.id, passwordHash: given.hash, keepToken: 0 };
      await operator.ask(null, { type: "password_set", input });
      return {
        text: `${handle} has a new password and is signed out everywhere\n${given.said}`,
        json: { id: user.id, handle, ...given.json },
      };
    });
  },
};

/** The password as a hash, and what is said of one that was made. Throws when it is too short or too long. */
async function passwordFor(handle: string, called: Called) {
  const generate = called.options.generate === true;
  const secrets = createSecrets();
  const text = generate ? secrets.newToken().slice(0, 20) : await askNewPassword(handle);
  requirePassword(text);
  return {
    hash: await secrets.hashPassword(text),
    said: generate ? `Password: ${text}\n` : "",
    json: generate ? { password: text } : {},
  };
}

const signOut: CliCommand = {
  name: "user sign-out",
  usage: "HANDLE",
  summary: "end everything that is signed in to an account",
  help: `
Ends all sign-ins of an account, on every device and at every door; connections are closed at once. A bot's
token ends too: "koine bot token" gives it another.

  koine user sign-out ann
`,
  async run(cli, called) {
    const [handle = ""] = requireWords(called, 1, "the handle");
    return await withOperator(cli, async (operator) => {
      const { id } = await userByHandle(operator, handle);
      await operator.ask(actingFor(id), { type: "logout_everywhere", input: {} });
      return { text: `${handle} is signed out everywhere\n`, json: { id, handle } };
    });
  },
};

const owner: CliCommand = {
  name: "user owner",
  usage: "HANDLE [--space SLUG]",
  summary: "make an account the owner of the server",
  help: `
Makes a member the owner, whoever is it now. The owner may do everything and is removed by nobody.

  koine user owner ann
`,
  options: SPACE,
  async run(cli, called) {
    const [handle = ""] = requireWords(called, 1, "the handle");
    return await withOperator(cli, async (operator) => {
      const { id } = await requirePerson(operator, handle);
      await operator.ask(null, { type: "operator_owner", input: { slug: slugOf(called), user: id } });
      return { text: `${handle} owns the server\n`, json: { id, handle } };
    });
  },
};

const admin: CliCommand = {
  name: "user admin",
  usage: "HANDLE [--remove] [--space SLUG]",
  summary: "give a member the role of administrators, or take it",
  help: `
Gives a member the highest role that may everything; --remove takes all such roles. Done in the owner's name.

  koine user admin bob
  koine user admin bob --remove
`,
  options: { ...SPACE, remove: { type: "boolean" } },
  async run(cli, called) {
    const [handle = ""] = requireWords(called, 1, "the handle");
    const remove = called.options.remove === true;
    return await withOperator(cli, async (operator) => {
      const { id } = await userByHandle(operator, handle);
      const { space, roles, owner: actor } = await ownedSpace(operator, called);
      const able = roles.filter(({ permissions }) => permissions.includes("administrator"));
      const highest = able.toSorted((a, b) => b.position - a.position).slice(0, 1);
      if (highest.length === 0)
        throw new Error("No role here has the permission administrator: make one first");
      const type = remove ? "role_unassign" : "role_assign";
      for (const role of remove ? able : highest) {
        await operator.ask(actor, { type, input: { space: space.id, user: id, role: role.id } });
      }
      const said = remove ? "is no administrator any more" : "is an administrator";
      return { text: `${handle} ${said}\n`, json: { id, handle, administrator: !remove } };
    });
  },
};

const remove: CliCommand = {
  name: "user delete",
  usage: "HANDLE --yes [--with-messages]",
  summary: "delete an account, and its messages if you say so",
  help: `
Deletes an account, its bots, sign-ins, profile and unused files. What it wrote stays as "${GONE_NAME}"'s,
unless --with-messages erases that too. There is no way back; therefore --yes is needed.

  koine user delete bob --yes
`,
  options: { yes: { type: "boolean" }, "with-messages": { type: "boolean" } },
  async run(cli, called) {
    const [handle = ""] = requireWords(called, 1, "the handle");
    if (called.options.yes !== true)
      throw new Error(`This deletes ${handle} for ever: say --yes if you mean it`);
    return await withOperator(cli, async (operator) => {
      const { id } = await userByHandle(operator, handle);
      await deleteAccount(operator, id, called.options["with-messages"] === true);
      return { text: `${handle} is deleted\n`, json: { id, handle } };
    });
  },
};

/** Ends an account, its messages first when asked. Throws the fault: who owns a space cannot go. */
export async function deleteAccount(operator: Operator, user: Id, withMessages: boolean): Promise<void> {
  if (await operator.ask(null, { type: "owns_space", input: { user } })) {
    throw new Error('The owner of the server cannot be deleted: give it to somebody with "koine user owner"');
  }
  for (let after: Id | null = withMessages ? 0 : null; after !== null; ) {
    const { next }: { next: Id | null } = await operator.ask(null, {
      type: "messages_erase",
      input: { user, after },
    });
    after = next;
  }
  await operator.ask(null, { type: "account_delete", input: { user } });
}

/** An account of a person. Throws a sentence for the operator. */
export async function requirePerson(operator: Operator, handle: string): Promise<Profile> {
  const user = await userByHandle(operator, handle);
  if (user.bot || user.backend !== null) throw new Error(`${handle} is no person's account`);
  return user;
}

export const users: readonly CliCommand[] = [list, create, password, signOut, owner, admin, remove];
