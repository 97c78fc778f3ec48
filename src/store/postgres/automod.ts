/** Automatic rules in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { AutomodRule } from "../../core/model/moderation.ts";
import type { AutomodTx } from "../../core/tx/automod.ts";
import { recurringJson } from "./roles.ts";
import type { Part } from "./tx.ts";

export const automod: Part<AutomodTx> = (db) => {
  const select = db.prepareSteady<{ rule: string }, [Id]>(
    `select rule from automod_rule where space = ? order by id`,
  );
  const put = db.prepare(`insert into automod_rule (id, space, rule) values (?, ?, ?)
     on conflict (id) do update set rule = excluded.rule`);
  const remove = db.prepare(`delete from automod_rule where id = ?`);
  const ruleOf = recurringJson<AutomodRule>();
  return {
    automodRulesOf: async (space) => (await select.all(space)).map(({ rule }) => ruleOf(rule)),
    async putAutomodRule(rule) {
      await put.run(rule.id, rule.space, JSON.stringify(rule));
    },
    async deleteAutomodRule(rule) {
      await remove.run(rule);
    },
  };
};
