/** A backend's program whose words a test says: what comes in goes to the test's port, what comes from there goes out. */

const socket = await Bun.connect({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  socket: {
    data: (_socket, bytes) => void process.stdout.write(bytes),
    close: () => process.exit(7),
  },
});
for await (const chunk of Bun.stdin.stream()) socket.write(chunk);
process.exit(0);

export {};
