/** Automatic rules in SQLite. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { AutomodRule } from "../../core/model/moderation.ts";
import type { AutomodTx } from "../../core/tx/automod.ts";
import { recurringJson } from "./roles.ts";
import type { Part } from "./tx.ts";

export const automod: Part<AutomodTx> = (db) => {
  const rules = `select rule from automod_rule where space = ? order by id`;
  const select = db.prepare<{ rule: string }, [Id]>(rules);
  const put = db.prepare(`insert or replace into automod_rule (id, space, rule) values (?, ?, ?)`);
  const remove = db.prepare(`delete from automod_rule where id = ?`);
  const ruleOf = recurringJson<AutomodRule>();
  return {
    automodRulesOf: db.steady([rules], (space: Id) => select.all(space).map(({ rule }) => ruleOf(rule))),
    putAutomodRule(rule) {
      put.run(rule.id, rule.space, JSON.stringify(rule));
    },
    deleteAutomodRule(rule) {
      remove.run(rule);
    },
  };
};
