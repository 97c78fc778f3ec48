/** Carries accounts over, and stands ghosts in for those who wrote but have no account there. */

import type { Id } from "../../core/model/ids.ts";
import type { Actor } from "../../core/model/users.ts";
import { LOCAL, VALIDATOR } from "../../dialects/originchats/ids.ts";
import { OWNER } from "../../dialects/originchats/roles.ts";
import type { Operator } from "../control.ts";
import { actingFor } from "../operator.ts";
import type { Counting } from "./counting.ts";
import type { OldAccount, OldMessage, OldServer } from "./store.ts";

/** The bridge of those who wrote but have no account there: webhooks, the server itself, who is gone. */
const ELSEWHERE = "originchats";

interface Deps extends Counting {
  readonly old: OldServer;
  readonly operator: Operator;
  readonly space: Id;
  /** The owner of the space here. */
  readonly ownerHere: () => Promise<Id | null>;
}

export interface People {
  /** The users by their ids there. */
  readonly users: Map<string, Id>;
  takeAccounts(): Promise<void>;
  /** Somebody who is named there, without an account. */
  stranger(name: string): Promise<Id>;
  /** Who said something; a ghost where it is nobody with an account. */
  authorOf(message: OldMessage): Promise<Id>;
  /**
   * The space's owner, to act for; where there is none, the first with an account who is an owner there. Throws a
   * sentence for the operator when there is nobody.
   */
  requireOwner(): Promise<Actor>;
}

export function peopleTaker({ old, operator, space, ownerHere, made, left, count, attempt }: Deps): People {
  const users = new Map<string, Id>();

  async function ghost(backend: string, remoteId: string, nick: string): Promise<Id> {
    const input = { space, backend, remoteId, nick, name: nick };
    return (await operator.ask(null, { type: "ghost_upsert", input })).id;
  }

  async function takeAccount(account: OldAccount): Promise<void> {
    const { id, username = id, hash } = account;
    if (!id.startsWith(LOCAL)) {
      users.set(id, await ghost(VALIDATOR, id, username));
      return;
    }
    const handle = id.slice(LOCAL.length);
    const name = [...(account.nickname ?? "").trim()].slice(0, 64).join("") || handle;
    const input = { space, handle, name, passwordHash: hash };
    const taken = await attempt("account", () => operator.ask(null, { type: "taken_account", input }));
    if (taken === null) return;
    users.set(id, taken.id);
    if (taken.made) count(made, "accounts");
    if (taken.made && hash === null) count(left, "password (a local account without one)");
  }

  return {
    users,
    async takeAccounts() {
      for (const account of old.accounts) await takeAccount(account);
    },
    stranger: (name) => ghost(ELSEWHERE, name, name),
    async authorOf({ user, webhook }) {
      const name = webhook?.name ?? user;
      const known =
        users.get(user) ?? users.get(hookKey(webhook?.id ?? "")) ?? users.get(`${ELSEWHERE} ${name}`);
      if (known !== undefined) return known;
      const made = await ghost(ELSEWHERE, name, name.startsWith(LOCAL) ? name.slice(LOCAL.length) : name);
      users.set(`${ELSEWHERE} ${name}`, made);
      return made;
    },
    async requireOwner() {
      const owner = await ownerHere();
      if (owner !== null) return actingFor(owner);
      const first = old.accounts.find(({ id, roles }) => id.startsWith(LOCAL) && roles?.includes(OWNER));
      const user = first === undefined ? undefined : users.get(first.id);
      if (user === undefined)
        throw new Error(
          'Nobody owns this server yet: "koine user create HANDLE --owner" makes an account that does',
        );
      await operator.ask(null, { type: "operator_owner", input: { slug: null, user } });
      return actingFor(user);
    },
  };
}

/** Under what a webhook's author is found among the users. */
export function hookKey(id: string): string {
  return `webhook ${id}`;
}
