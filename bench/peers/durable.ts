/**
 * The least that a durable server can do: a text is stored by a worker, with others in one commit that reaches the
 * disk, and then published. It knows no users, rooms, rights, positions or searching, and answers nobody.
 */

import { Database } from "bun:sqlite";
import { join } from "node:path";

declare const self: Worker;

if (Bun.isMainThread) serve();
else store();

function serve(): void {
  const worker = new Worker(import.meta.url, { argv: [process.argv[3] ?? "."] });
  const storing: (() => void)[][] = [];
  let gathered: { readonly text: string; readonly tell: () => void }[] = [];
  let soon = false;
  const flush = (): void => {
    soon = false;
    if (gathered.length === 0 || storing.length > 0) return;
    storing.push(gathered.map(({ tell }) => tell));
    worker.postMessage(JSON.stringify(gathered.map(({ text }) => text)));
    gathered = [];
  };
  worker.onmessage = () => {
    const stored = storing.shift() ?? [];
    flush();
    for (const tell of stored) tell();
  };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: Number(process.argv[2]),
    fetch: (request, self) => (self.upgrade(request) ? undefined : new Response("", { status: 426 })),
    websocket: {
      idleTimeout: 0,
      perMessageDeflate: false,
      open: (socket) => {
        socket.subscribe("room");
      },
      message: (socket, text) => {
        gathered.push({ text: String(text), tell: () => void socket.publish("room", text) });
        if (!soon) setImmediate(flush);
        soon = true;
      },
    },
  });
  process.stdout.write(`${server.port}\n`);
}

function store(): void {
  const db = new Database(join(process.argv[2] ?? ".", "durable.db"), { create: true, strict: true });
  db.run("pragma journal_mode = wal");
  db.run("pragma synchronous = full");
  db.run("pragma wal_autocheckpoint = 8192");
  db.run("create table message (id integer primary key, text text not null) strict");
  const [begin, insert, commit] = [
    db.prepare("begin immediate"),
    db.prepare("insert into message (text) values (?)"),
    db.prepare("commit"),
  ];
  self.onmessage = ({ data }: MessageEvent<string>) => {
    begin.run();
    for (const text of JSON.parse(data) as string[]) insert.run(text);
    commit.run();
    self.postMessage("");
  };
}
