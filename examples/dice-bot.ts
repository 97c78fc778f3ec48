/**
 * A bot in thirty lines: says a number when somebody writes "!roll 20".
 *
 *   bun examples/dice-bot.ts http://127.0.0.1:8080 TOKEN
 *
 * The token comes from `POST /api/v1/bots`, made by the person who answers for the bot.
 */

import { createClient } from "../sdk/src/client.ts";

const [url, token] = process.argv.slice(2);
if (url === undefined || token === undefined)
  throw new Error("Give the server's address and the bot's token");

const bot = createClient({
  url,
  token,
  agent: "dice-bot/1",
  onStatus: (status, reason) => process.stdout.write(`${status} ${reason}\n`),
  onPacket({ event }, { user }) {
    if (event?.type !== "message_create" || event.message.author?.id === user?.id) return;
    const sides = Number(/^!roll (\d{1,4})$/.exec(event.message.content)?.[1] ?? 0);
    if (sides < 2) return;
    const number = 1 + Math.floor(Math.random() * sides);
    const { channel_id: room, id } = event.message;
    bot
      .send(room, `**${number}**`, { reply_to: id })
      .catch((error: Error) => process.stderr.write(`${error.message}\n`));
  },
});
