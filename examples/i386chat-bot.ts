/**
 * A bot for the i386chat gateway that uses nothing but a WebSocket: it answers "!ping" with "pong".
 *
 *   bun examples/i386chat-bot.ts ws://127.0.0.1:8080/i386chat TOKEN
 *
 * The token comes from POST /api/v1/tokens {"dialect": "i386chat"} with the bot's own.
 */

const [url = "", token = ""] = process.argv.slice(2);
const socket = new WebSocket(url);
let nonce = 0;
let beating: Timer | undefined;
let echoed = true;

const say = (frame: object): void => socket.send(JSON.stringify(frame));

socket.onmessage = ({ data }) => {
  const { f, t, cnf } = JSON.parse(String(data));
  if (f === 100) {
    say({ f: 110, cnf: { token } });
    beating = setInterval(() => {
      if (!echoed) return socket.close(); // Without an echo the connection is dead.
      echoed = false;
      say({ f: 120 });
    }, cnf.hb_int);
  } else if (f === 120) echoed = true;
  else if (f === 150) process.stderr.write(`error ${cnf.c}: ${cnf.m}\n`);
  else if (t === "MESSAGE_CREATE" && cnf.content === "!ping" && !cnf.history && !cnf.edited) {
    nonce += 1;
    say({ f: 130, t: "MESSAGE_CREATE", cnf: { content: "pong", nonce, room: cnf.room } });
  }
};

socket.onclose = ({ code }) => {
  clearInterval(beating);
  process.stderr.write(`closed with ${code}\n`);
};
