/**
 * `npm run chaos:irc [DEATHS] [SEED] [loud]`: a server with the IRC backend, InspIRCd and the connection between them die
 * at random moments, by SIGKILL, while people talk on both sides. Ends with 1 when anything that was said is lost,
 * doubled or out of order. With an odd seed InspIRCd stays, and what is said there must all be heard.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chaos, type OtherEnd, type Victim } from "../../backends/irc/chaos.ts";
import { enter, type GatewayClient, register } from "../gateway-client.ts";
import { UNLIMITED } from "../health.ts";
import { type Koine, startKoine } from "../koine.ts";
import { randomFrom } from "./random.ts";

interface Life {
  readonly koine: Koine;
  readonly client: GatewayClient;
}

/** A whole server, whose owner speaks with the network's own account. It dies by SIGKILL. */
export async function koineBehind(port: number, folder: string, seed: number): Promise<OtherEnd> {
  const file = join(folder, "koine.toml");
  const program = [
    join(import.meta.dir, "../../src/main.ts"),
    "backend",
    "irc",
    "--no-tls",
    "--rate",
    "1000",
  ];
  const place = ["--server", "127.0.0.1", "--port", String(port), "--channel", "#room"];
  const args = JSON.stringify([...program, ...place, "--reconnect-after", "50", "--state", folder]);
  writeFileSync(
    file,
    `[backends.irc]\naccount = "owner"\ncmd = ${JSON.stringify(process.execPath)}\nargs = ${args}\n`,
  );
  const run = (): Promise<Koine> =>
    startKoine({ directory: join(folder, "data"), options: ["--config", file], environment: UNLIMITED });
  const first = await run();
  const { token } = await register(first.url, "owner");
  await first.logged(({ message }) => message === "joined #room");
  const entered = await enter(first.gateway, token);
  const room = entered.ready.rooms.find(({ name }) => name === "#room")?.id;
  let life: Promise<Life> = Promise.resolve({ koine: first, client: entered.client });

  return {
    async speak(n) {
      const event = { type: "message_send", room_id: room, content: `out ${n}`, nonce: `${seed}-${n}` };
      for (;;) {
        const { client } = await life;
        // Who dies before answering is asked again when it is back, under the same nonce.
        const answer = await client.request(event).catch(() => null);
        if (answer?.type === "ok") return;
        if (answer !== null) throw new Error(`out ${n} was refused: ${JSON.stringify(answer)}`);
      }
    },
    async die() {
      const { koine } = await life;
      const { promise, resolve, reject } = Promise.withResolvers<Life>();
      life = promise;
      await koine.kill();
      run()
        .then(async (again) => resolve({ koine: again, client: (await enter(again.gateway, token)).client }))
        .catch(reject);
      await promise;
    },
    async storedUpTo(last) {
      const { client } = await life;
      const texts: string[] = [];
      const page = async (before?: number): Promise<void> => {
        const asked = { type: "history_get", room_id: room, limit: 200, ...(before && { before }) };
        const { messages = [] } = await client.request(asked);
        const sorted = (messages as { id: number; content: string }[]).toSorted((a, b) => a.id - b.id);
        texts.unshift(...sorted.map(({ content }) => content));
        const [oldest] = sorted;
        if (oldest !== undefined) await page(oldest.id);
      };
      await client.next(
        ({ event }) => (event?.message as { content?: string } | undefined)?.content === last,
      );
      await page();
      return texts;
    },
    async end() {
      const { koine, client } = await life;
      await client.close();
      await koine.stop();
    },
  };
}

if (import.meta.main) {
  const [count = "20", given, isLoud] = process.argv.slice(2);
  const seed = Number(given ?? Date.now() % 1_000_000);
  const victims: readonly Victim[] = ["IRC server", "connection", "server"];
  const mortal = victims.slice(seed % 2);
  const random = randomFrom(seed + 1);
  const deaths = Array.from({ length: Number(count) }, () => random.pick(mortal) ?? "server");
  const loud = isLoud === undefined ? {} : { say: (line: string) => void process.stderr.write(`${line}\n`) };
  const outcome = await chaos(deaths, seed, { begin: koineBehind, ...loud });
  process.stdout.write(`seed ${seed}: ${JSON.stringify(outcome)}\n`);
  process.exit(outcome.wrong.length === 0 ? 0 : 1);
}
