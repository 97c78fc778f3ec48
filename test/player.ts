/**
 * Plays a transcript against a server.
 *
 *   # a comment
 *   ann * register                 over HTTP; binds <token:ann>, <user:ann> and <id:ann>
 *   ann * connect /gateway         opens a WebSocket; again after it was closed
 *   ann * upgrade /gateway?x=y     the same, where an answer is expected
 *   ann * POST /path {…}           an HTTP call, with ann's token; PATCH and DELETE likewise
 *   ann = 200 {…}                  the answer to either
 *   ann > {…}                      ann sends a text frame; `>bin` a binary one, written as text; `>hex` bytes
 *   ann < {…}                      ann's next frame; `<bin` when it is a binary one; alone: nothing has come
 *   ann <~ {…}                     one of ann's next frames: what others cause at one time comes in any order
 *   ann x 4001 reason              the server has closed the connection
 *   ann * leave                    ann closes it
 *   all * page NAME <title>…       a web server of the transcript's own has a page of that name; binds <page:NAME>
 *   all * gone NAME                the same, of one that is gone: 410
 *   all * aside TEXT               frames with this text in them are another transcript's subject
 *
 * `«é×2000»` stands for 2000 times "é". A path may hold placeholders.
 *
 * Everything else that comes must be told. Nothing waits for time: before "nothing has come", everybody's barrier
 * goes round twice: after the first round all that was sent is carried out, after the second all that was told
 * because of it has come.
 */

import { request } from "node:http";
import { type PageServer, pageOf, startPageServer } from "./page-server.ts";
import { type Bindings, difference, fill, fillText, parse, write } from "./placeholders.ts";
import type { Stage } from "./stage.ts";

/** Milliseconds after which waiting fails: long, for machines are slow and shared. */
const PATIENCE = 20_000;

interface Received {
  readonly text: string;
  readonly binary: boolean;
}

interface Client {
  readonly path: string;
  readonly socket: WebSocket;
  readonly unread: Received[];
  readonly marks: Set<string>;
  heard: boolean;
  closed: string | null;
  changed: () => void;
}

/**
 * Throws with the number of the line that does not fit. `url` is that of a server that knows nobody of the cast;
 * `patience` is how long something may take to come, in milliseconds.
 */
export async function play(
  stage: Stage,
  url: string,
  transcript: string,
  patience: number = PATIENCE,
): Promise<void> {
  const clients = new Map<string, Client>();
  const answers = new Map<string, string>();
  const bindings: Bindings = new Map();
  const asides: string[] = [];
  const opened: { web?: PageServer } = {};
  let marks = 0;

  const directions: Record<string, (who: string, rest: string) => Promise<void>> = {
    async register(who) {
      const body = JSON.stringify({ handle: who, password: "correct horse" });
      const [status, text] = await call(`${url}/api/v1/register`, "POST", "", body);
      if (status !== 200) throw new Error(`registering: ${status} ${text}`);
      const { token, user } = JSON.parse(text) as { token: string; user: { id: number } };
      bindings.set(`token:${who}`, token).set(`user:${who}`, user.id);
      if (stage.userId !== undefined) bindings.set(`id:${who}`, stage.userId(user.id));
    },
    async connect(who, path) {
      clients.set(who, await open(stage, url.replace("http", "ws"), fillText(path, bindings), asides));
    },
    async upgrade(who, path) {
      answers.set(who, (await refusedUpgrade(url + path)).join(" "));
    },
    POST: (who, rest) => ask("POST", who, rest),
    PATCH: (who, rest) => ask("PATCH", who, rest),
    DELETE: (who, rest) => ask("DELETE", who, rest),
    async aside(_who, text) {
      asides.push(text);
    },
    async page(_who, rest) {
      const [, name = "", head = ""] = /^(\S+) (.*)$/.exec(rest) ?? [];
      webFor(name).put(`/${name}`, pageOf(head));
    },
    async gone(_who, name) {
      webFor(name).remove(`/${name}`);
    },
    async leave(who) {
      const client = clientOf(who);
      await expectNothing(who);
      client.socket.close();
      await until(client, () => client.closed !== null, "the end of the connection", patience);
      clients.delete(who);
    },
  };

  const signs: Record<string, (who: string, rest: string) => Promise<void>> = {
    async "*"(who, rest) {
      const [, verb = "", more = ""] = /^(\S+) ?(.*)$/.exec(rest) ?? [];
      const direct = directions[verb];
      if (direct === undefined) throw new Error(`no such direction: ${verb}`);
      await direct(who, more);
    },
    async "="(who, rest) {
      const answer = answers.get(who) ?? "";
      answers.delete(who);
      compareAnswer(rest, answer, bindings);
    },
    async ">"(who, rest) {
      const client = clientOf(who);
      client.socket.send(toSend(rest, bindings));
      if (stage.enters(rest, client.path)) client.heard = true;
    },
    async ">bin"(who, rest) {
      const client = clientOf(who);
      client.socket.send(new Uint8Array(stage.toBytes(toSend(rest, bindings))));
      if (stage.enters(rest, client.path)) client.heard = true;
    },
    async ">hex"(who, rest) {
      clientOf(who).socket.send(Uint8Array.fromHex(rest));
    },
    async "<"(who, rest) {
      if (rest === "") return expectNothing(who);
      const frame = await nextFrame(clientOf(who), patience);
      const { maxFrameBytes = Infinity } = stage;
      if (Buffer.byteLength(frame.text) > maxFrameBytes) throw new Error(`it is too long: ${frame.text}`);
      compareFrame(rest, frame, false, bindings);
    },
    async "<~"(who, rest) {
      const client = clientOf(who);
      const others: Received[] = [];
      let frame = await nextFrame(client, patience);
      while (compare(rest, frame.text, new Map(bindings)) !== null) {
        others.push(frame);
        frame = await nextFrame(client, patience);
      }
      client.unread.unshift(...others);
      compareFrame(rest, frame, false, bindings);
    },
    async "<bin"(who, rest) {
      compareFrame(rest, await nextFrame(clientOf(who), patience), true, bindings);
    },
    async x(who, rest) {
      const client = clientOf(who);
      await until(client, () => client.closed !== null, "the end of the connection", patience);
      if (client.unread.length > 0) throw new Error(`before the end came ${client.unread[0]?.text}`);
      if (client.closed !== rest) throw new Error(`it was closed with ${client.closed}`);
      clients.delete(who);
    },
  };

  function webFor(name: string): PageServer {
    opened.web ??= startPageServer();
    bindings.set(`page:${name}`, `${opened.web.url}/${name}`);
    return opened.web;
  }

  async function ask(method: string, who: string, rest: string): Promise<void> {
    const [path = "", ...body] = rest.split(" ");
    const token = String(bindings.get(`token:${who}`) ?? "");
    const text = toSend(body.join(" "), bindings);
    answers.set(who, (await call(url + fillText(path, bindings), method, token, text)).join(" "));
  }

  function clientOf(who: string): Client {
    const client = clients.get(who);
    if (client === undefined) throw new Error(`${who} is not connected`);
    return client;
  }

  async function barrier(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      const waiting = [...clients.values()].filter(({ heard, closed }) => heard && closed === null);
      await Promise.all(
        waiting.map(async (client) => {
          marks += 1;
          const mark = stage.mark?.(marks) ?? `barrier_${marks}_`;
          client.marks.add(mark);
          client.socket.send(stage.barrier(mark, client.path));
          await until(
            client,
            () => !client.marks.has(mark) || client.closed !== null,
            "the barrier",
            patience,
          );
        }),
      );
    }
  }

  async function expectNothing(who: string): Promise<void> {
    const client = clientOf(who);
    await barrier();
    if (client.unread.length > 0) throw new Error(`${who} received ${client.unread[0]?.text}`);
  }

  try {
    for (const [i, line] of transcript.split("\n").entries()) {
      const told = line.replace(/«([^»×]+)×(\d+)»/g, (_, text: string, times) => text.repeat(Number(times)));
      if (line.trim() === "" || line.startsWith("#")) continue;
      const [, who, sign = "", rest = ""] = /^(\w+) (\S+) ?(.*)$/.exec(told) ?? [];
      const act = signs[sign];
      if (who === undefined || act === undefined) throw new Error(`line ${i + 1} is none: ${line}`);
      await act(who, rest).catch((error: Error) => {
        throw new Error(`line ${i + 1}: ${line}\n${error.message}`);
      });
    }
    for (const who of [...clients.keys()]) {
      await expectNothing(who);
      const { closed } = clientOf(who);
      if (closed !== null)
        throw new Error(`${who} was closed with ${closed}, which the transcript does not tell`);
    }
  } finally {
    for (const { socket } of clients.values()) socket.close();
    opened.web?.stop();
  }
}

function toSend(text: string, bindings: Bindings): string {
  const json = parse(text);
  return json === undefined ? fillText(text, bindings) : write(fill(json, bindings));
}

async function nextFrame(client: Client, patience: number): Promise<Received> {
  await until(client, () => client.unread.length > 0 || client.closed !== null, "a frame", patience);
  const frame = client.unread.shift();
  if (frame === undefined) throw new Error(`the connection was closed with ${client.closed}`);
  return frame;
}

function compareFrame(
  expected: string,
  { text, binary }: Received,
  wishBinary: boolean,
  bindings: Bindings,
): void {
  if (binary !== wishBinary) throw new Error(`it came ${binary ? "binary" : "as text"}: ${text}`);
  const found = compare(expected, text, bindings);
  if (found !== null) throw new Error(`${found}\ncame: ${text}`);
}

function compareAnswer(expected: string, actual: string, bindings: Bindings): void {
  const [, status, body = ""] = /^(\d+) ?(.*)$/.exec(expected) ?? [];
  const [, given, text = ""] = /^(\d+) ?([\s\S]*)$/.exec(actual) ?? [];
  const found = status === given ? compare(body, text.trim(), bindings) : "another status";
  if (found !== null) throw new Error(`${found}\ncame: ${actual}`);
}

function compare(expected: string, actual: string, bindings: Bindings): string | null {
  const wish = parse(expected);
  if (wish === undefined) return expected === actual ? null : "it is another text";
  const json = parse(actual);
  return json === undefined ? "it is no JSON" : difference(wish, json, bindings);
}

async function open(stage: Stage, url: string, path: string, asides: readonly string[]): Promise<Client> {
  const socket = new WebSocket(url + path);
  socket.binaryType = "arraybuffer";
  const unread: Received[] = [];
  const marks = new Set<string>();
  const client: Client = {
    path,
    socket,
    unread,
    marks,
    heard: false,
    closed: null,
    changed: () => undefined,
  };
  let first = true;
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    const binary = typeof data !== "string";
    const text = binary ? stage.toText(new Uint8Array(data), first) : data;
    first = false;
    const mark = [...marks].find((one) => text.includes(one));
    if (mark !== undefined) marks.delete(mark);
    else if (!asides.some((aside) => text.includes(aside))) unread.push({ text, binary });
    client.changed();
  };
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`cannot connect to ${url}${path}`));
  });
  socket.onclose = ({ code, reason }) => {
    client.closed = `${code} ${reason}`.trim();
    client.changed();
  };
  return client;
}

async function until(client: Client, isTrue: () => boolean, what: string, patience: number): Promise<void> {
  if (isTrue()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited ${patience / 1000} s for ${what}`)), patience);
    client.changed = () => {
      if (!isTrue()) return;
      clearTimeout(timer);
      resolve();
    };
  });
}

async function call(url: string, method: string, token: string, body: string): Promise<[number, string]> {
  const headers = new Headers({ "Content-Type": "application/json" });
  if (token !== "") headers.set("Authorization", `Bearer ${token}`);
  const response = await fetch(url, { method, headers, body: body === "" ? "{}" : body });
  return [response.status, await response.text()];
}

/** The status and the text that an upgrade is refused with; 101 when it is not. */
function refusedUpgrade(url: string): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const headers = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    };
    const asked = request(url, { headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve([response.statusCode ?? 0, text]));
    });
    asked.on("upgrade", (_, socket) => {
      socket.destroy();
      resolve([101, ""]);
    });
    asked.on("error", reject);
    asked.end();
  });
}
