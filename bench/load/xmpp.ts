/** A crowd in an XMPP room (RFC 6120, XEP-0045), signed in anonymously (XEP-0175). */

import { type Crowd, eachOf, texts } from "./crowd.ts";
import { counter } from "./lines.ts";
import { connectTcp, type Tcp } from "./tcp.ts";

const HEADER =
  "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' " +
  "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

export async function xmppCrowd(port: number, listeners: number): Promise<Crowd> {
  const next = texts();
  const pauses: (() => void)[] = [];
  const sender = await connectXmpp(port, "speaker", () => undefined);
  const crowd: Crowd = {
    listeners,
    say: () =>
      sender.write(
        `<message to='room@conference.localhost' type='groupchat'><body>${next()}</body></message>`,
      ),
    onDelivered: () => undefined,
    pause: (listener) => pauses[listener]?.(),
  };
  // The room tells everybody of everybody who comes: few at a time.
  await eachOf(
    listeners,
    async (listener) => {
      const tcp = await connectXmpp(port, `l${listener}`, (count) => crowd.onDelivered(listener, count));
      pauses[listener] = tcp.pause;
    },
    8,
  );
  return crowd;
}

/** What is said at each step, and what the server says when it is done. */
const steps: readonly { readonly say: (nick: string) => string; readonly until: string }[] = [
  { say: () => HEADER, until: "</stream:features>" },
  {
    say: () => "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>",
    until: "<success",
  },
  { say: () => HEADER, until: "</stream:features>" },
  {
    say: () => "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>",
    until: "</jid>",
  },
  {
    say: (nick) =>
      `<presence to='room@conference.localhost/${nick}'><x xmlns='http://jabber.org/protocol/muc'>` +
      "<history maxstanzas='0'/></x></presence>",
    until: "<subject",
  },
];

async function connectXmpp(port: number, nick: string, delivered: (count: number) => void): Promise<Tcp> {
  const messages = counter("</body>");
  let said = "";
  let step = Promise.withResolvers<void>();
  let until = "";
  let joined = false;
  const tcp = await connectTcp(port, {
    data(bytes) {
      if (joined) {
        const count = messages(bytes);
        if (count > 0) delivered(count);
        return;
      }
      said += Buffer.from(bytes).toString("utf8");
      if (said.includes("type='error'")) step.reject(new Error(said.slice(-500)));
      if (said.includes(until)) {
        said = "";
        step.resolve();
      }
    },
    closed: () => step.reject(new Error(`the XMPP server closed: ${said.slice(-200)}`)),
  });
  for (const { say, until: end } of steps) {
    step = Promise.withResolvers<void>();
    until = end;
    tcp.write(say(nick));
    await step.promise;
  }
  joined = true;
  return tcp;
}
