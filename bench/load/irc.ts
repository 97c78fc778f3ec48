/** A crowd in an IRC channel (RFC 1459). The server tells nobody what they said themselves. */

import { type Crowd, eachOf, texts } from "./crowd.ts";
import { counter } from "./lines.ts";
import { connectTcp, type Tcp } from "./tcp.ts";

export async function ircCrowd(port: number, listeners: number): Promise<Crowd> {
  const next = texts();
  const pauses: (() => void)[] = [];
  const sender = await connectIrc(port, "speaker", () => undefined);
  const crowd: Crowd = {
    listeners,
    say: () => sender.write(`PRIVMSG #room :${next()}\r\n`),
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  // The server completes registrations once a second: many at a time.
  await eachOf(
    listeners,
    async (listener) => {
      const tcp = await connectIrc(port, `l${listener}`, (count) => crowd.onDelivered(listener, count));
      pauses[listener] = tcp.pause;
    },
    250,
  );
  return crowd;
}

/** Resolves when the channel was joined. */
async function connectIrc(port: number, nick: string, delivered: (count: number) => void): Promise<Tcp> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const messages = counter(" PRIVMSG ");
  const pings = counter("PING :");
  let joined = false;
  let begun = "";
  const tcp = await connectTcp(port, {
    data(bytes) {
      if (joined) {
        const count = messages(bytes);
        if (count > 0) delivered(count);
        if (pings(bytes) > 0) tcp.write("PONG :bench\r\n");
        return;
      }
      begun += Buffer.from(bytes).toString("latin1");
      const ping = /^PING :(.*)\r$/m.exec(begun);
      if (ping !== null) {
        tcp.write(`PONG :${ping[1]}\r\n`);
        begun = begun.replace(ping[0], "");
      }
      if (begun.includes(" 001 ") && !begun.includes("JOINING")) {
        begun += "JOINING";
        tcp.write("JOIN #room\r\n");
      }
      if (begun.includes(" 366 ")) {
        joined = true;
        resolve();
      }
    },
    closed: () => reject(new Error(`the IRC server closed: ${begun.slice(-200)}`)),
  });
  tcp.write(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\n`);
  await promise;
  return tcp;
}
