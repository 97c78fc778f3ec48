/** Socket.IO on Node: one room, WebSocket transport only. */

import { Server } from "socket.io";

const io = new Server({ transports: ["websocket"], perMessageDeflate: false, serveClient: false });

io.on("connection", (socket) => {
  void socket.join("room");
  socket.on("say", (text: string) => {
    socket.to("room").emit("message", { room: "room", author: socket.id, text });
  });
});

io.listen(Number(process.argv[2]));
