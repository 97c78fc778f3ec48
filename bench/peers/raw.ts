/** The floor: Bun's own publish, and nothing else. Each text goes to everybody but its sender. */

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
      socket.publish("room", text);
    },
  },
});
process.stdout.write(`${server.port}\n`);
