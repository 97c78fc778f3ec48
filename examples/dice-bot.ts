/**
 * A bot in thirty lines: offers the command /roll, and answers it with a number.
 *
 *   bun examples/dice-bot.ts http://127.0.0.1:8080 TOKEN
 *
 * The token comes from `POST /api/v1/bots`, made by the person who answers for the bot.
 */

import { createClient } from "../sdk/src/client.ts";

const [url, token] = process.argv.slice(2);
if (url === undefined || token === undefined)
  throw new Error("Give the server's address and the bot's token");

const sides = {
  name: "sides",
  kind: "integer",
  description: "Of the dice",
  required: true,
  min: "2",
  max: "1000",
};
const roll = { name: "roll", description: "Roll dice", options: [sides] };
const complain = (error: Error): boolean => process.stderr.write(`${error.message}\n`);

const bot = createClient({
  url,
  token,
  agent: "dice-bot/1",
  onStatus(status, reason) {
    process.stdout.write(`${status} ${reason}\n`);
    if (status === "online") bot.request({ type: "command_register", ...roll }).catch(complain);
  },
  onPacket({ event }) {
    if (event?.type !== "command_call") return;
    const number = 1 + Math.floor(Math.random() * Number(event.arguments?.[0]?.value));
    bot.request({ type: "command_answer", call_id: event.call_id, content: `**${number}**` }).catch(complain);
  },
});
