/** A crowd in a room that is spoken in without a pause: everybody hears everything once and in order, whoever comes and goes. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { enter, type GatewayClient, type Packet, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";

/** More than from which on events for a crowd wait for each other. */
const LISTENERS = 80;
const SENDERS = 4;
const MESSAGES = 150;

let koine: Koine;

beforeAll(async () => {
  koine = await startKoine({
    environment: { KOINE_LIMITS_BONFIRE: "10000/1s", KOINE_LIMITS_SIGN_IN: "10000/1s" },
  });
}, 60_000);

afterAll(async () => {
  await koine.stop();
  removeDirectories();
});

const isFrom = (room: number) => (packet: Packet) => packet.stream === room && packet.seq !== 0;
const saidLast = ({ event }: Packet): boolean =>
  (event?.message as { content?: string } | undefined)?.content === "the last";

test("all that is said reaches each of a crowd once and in order", async () => {
  const { token } = await register(koine.url, "ann");
  const { client: ann, ready } = await enter(koine.gateway, token);
  const room = ready.space.default_room_id;
  const come = async (): Promise<GatewayClient> => (await enter(koine.gateway, token)).client;
  const crowd = await Promise.all(Array.from({ length: LISTENERS }, come));
  const senders = await Promise.all(Array.from({ length: SENDERS }, come));
  let passing = await come();

  const sending = senders.map(async (sender, at) => {
    for (let i = 0; i < MESSAGES; i += 10) {
      const ten = Array.from({ length: 10 }, (_, j) =>
        sender.request({ type: "message_send", room_id: room, content: `${at}: ${i + j}` }),
      );
      for (const answer of await Promise.all(ten)) expect(answer.type).toBe("ok");
    }
  });
  const late: GatewayClient[] = [];
  for (let i = 0; i < 10; i++) {
    await passing.close();
    passing = await come();
    late.push(await come());
  }
  await Promise.all(sending);
  await ann.request({ type: "message_send", room_id: room, content: "the last" });

  for (const listener of [...crowd, ...senders, ...late]) {
    await listener.next(saidLast);
    const positions = listener.packets.filter(isFrom(room)).map(({ seq }) => seq ?? 0);
    const from = positions[0] ?? 0;
    expect(positions).toEqual(positions.map((_, i) => from + i));
    if (crowd.includes(listener)) expect(positions).toHaveLength(SENDERS * MESSAGES + 1);
  }
}, 60_000);
