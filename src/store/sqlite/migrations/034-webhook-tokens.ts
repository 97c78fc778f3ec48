/** Incoming webhooks are found by their token alone, as senders that know no id name them. */

import type { Migration } from "../schema.ts";

export const webhookTokens: Migration = (db) => {
  db.run(`create unique index webhook_token on webhook (secret) where kind = 'incoming'`);
};
