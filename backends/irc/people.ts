/** Ids of people on the network, which stay the same when somebody takes another nick. */

import type { From } from "irc-framework";

export interface People {
  /** The account's where the server tells it, else one for the nick. */
  idOf(from: Pick<From, "nick" | "account">): string;
  /** Of who speaks: without an account they are nobody who had one, whatever they are called. */
  speakerOf(from: Pick<From, "nick" | "account">): string;
  /** The nick of an id; the id's own name where nobody has it now. */
  nickOf(id: string): string;
  renamed(nick: string, now: string): void;
  gone(nick: string): void;
  /** Nobody is known any more: the connection broke. */
  forget(): void;
}

/** Whether the network says whose account it is: a nick anybody can take. */
export function isAccount(id: string): boolean {
  return id.startsWith("account:");
}

/** `lower` gives the network's small letters. */
export function createPeople(lower: (text: string) => string): People {
  /** Ids by nick, of those who have spoken or were renamed. */
  const ids = new Map<string, string>();

  function idOfNick(nick: string): string {
    const key = lower(nick);
    const known = ids.get(key);
    if (known !== undefined) return known;
    // Whoever takes a nick that somebody left is not the one who had it.
    const taken = new Set(ids.values());
    let id = `nick:${key}`;
    for (let n = 2; taken.has(id); n++) id = `nick:${key}~${n}`;
    ids.set(key, id);
    return id;
  }

  function idOf({ nick, account }: Pick<From, "nick" | "account">): string {
    if (account === undefined || account === "" || account === "*") return idOfNick(nick);
    const id = `account:${lower(account)}`;
    ids.set(lower(nick), id);
    return id;
  }

  return {
    idOf,
    speakerOf(from) {
      const id = idOf(from);
      const hasAccount = from.account !== undefined && from.account !== "" && from.account !== "*";
      if (hasAccount || !isAccount(id)) return id;
      // They have left it, or somebody else has their nick now.
      ids.delete(lower(from.nick));
      return idOfNick(from.nick);
    },
    nickOf(id) {
      const found = [...ids].find(([, one]) => one === id);
      return found?.[0] ?? id.replace(/^(nick|account):/, "").replace(/~\d+$/, "");
    },
    renamed(nick, now) {
      const id = idOfNick(nick);
      ids.delete(lower(nick));
      ids.set(lower(now), id);
    },
    gone: (nick) => void ids.delete(lower(nick)),
    forget: () => ids.clear(),
  };
}
