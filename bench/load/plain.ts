/** A crowd at a server that sends each text frame it gets to everybody else. */

import { type Crowd, eachOf, texts } from "./crowd.ts";
import { connectWebSocket } from "./websocket.ts";

/** What stands around a message's text at Koine's gateway: the plain peers carry as many bytes. */
const ENVELOPE = "e".repeat(240);

export async function plainCrowd(port: number, listeners: number): Promise<Crowd> {
  const next = texts();
  const pauses: (() => void)[] = [];
  const sender = await connectWebSocket(port, "/", { frame: () => undefined });
  const crowd: Crowd = {
    listeners,
    say: () => sender.send(next() + ENVELOPE),
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  await eachOf(listeners, async (listener) => {
    let count = 0;
    const socket = await connectWebSocket(port, "/", {
      frame() {
        count += 1;
      },
      readEnd() {
        if (count === 0) return;
        const now = count;
        count = 0;
        crowd.onDelivered(listener, now);
      },
    });
    pauses[listener] = socket.pause;
  });
  return crowd;
}
