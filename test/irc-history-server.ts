/**
 * For tests: an IRC server that keeps what is said and tells it when asked, as no server in Debian does
 * (https://ircv3.net/specs/extensions/chathistory). It knows one channel, and speaks what that specification asks for.
 */

interface Line {
  readonly id: string;
  readonly time: number;
  readonly nick: string;
  readonly text: string;
}

export interface HistoryServer {
  readonly port: number;
  /** The questions for the history so far. */
  readonly asked: readonly string[];
  /** Somebody says something in the channel. */
  say(text: string, nick?: string, time?: number): void;
  /** Called before the next question is answered. */
  onAsked(callback: () => void): void;
  /** How it answers from now on: as it should, with an error, or it offers no history to who connects. */
  mode: "keeps" | "fails" | "offers none";
  /** Everybody is thrown out. */
  drop(): void;
  stop(): void;
}

/** Its channel is #room; of a page it gives at most so many lines. */
export function historyServer(most: number): HistoryServer {
  const lines: Line[] = [];
  const asked: string[] = [];
  const inside = new Set<Bun.Socket<Client>>();
  let callback: () => void = () => undefined;
  let ids = 0;
  let batches = 0;

  const tagged = ({ id, time, nick, text }: Line, more = ""): string =>
    `@${more}msgid=${id};time=${new Date(time).toISOString()} :${nick}!${nick}@here PRIVMSG #room :${text}`;

  function page(words: readonly string[]): string[] {
    const [, command = "", , from = "", limit = ""] = words;
    const [kind = "", value = ""] = [from.slice(0, from.indexOf("=")), from.slice(from.indexOf("=") + 1)];
    const at =
      kind === "msgid"
        ? lines.findIndex(({ id }) => id === value)
        : lines.findLastIndex(({ time }) => time <= Date.parse(value));
    const count = Math.min(Number(limit), most);
    const found =
      command === "AFTER"
        ? lines.slice(at + 1, at + 1 + count)
        : lines.slice(Math.max(0, at - count), Math.max(0, at));
    const batch = `b${++batches}`;
    const told = found.map((line) => tagged(line, `batch=${batch};`));
    return [`:srv BATCH +${batch} chathistory #room`, ...told, `:srv BATCH -${batch}`];
  }

  function answer(socket: Bun.Socket<Client>, line: string): string[] {
    const words = line.split(" ");
    const { data: client } = socket;
    switch (words[0]) {
      case "CAP": {
        if (words[1] === "LS") {
          const history = server.mode === "offers none" ? "" : " draft/chathistory";
          return [`:srv CAP * LS :batch server-time message-tags${history}`];
        }
        if (words[1] === "REQ") return [`:srv CAP * ACK ${words.slice(2).join(" ")}`];
        return words[1] === "END" ? welcome(client.nick) : [];
      }
      case "NICK":
        client.nick = words[1] ?? "";
        return [];
      case "PING":
        return [`:srv PONG srv :${words[1]?.replace(/^:/, "")}`];
      case "JOIN":
        inside.add(socket);
        return [`:${client.nick}!b@here JOIN #room`, `:srv 366 ${client.nick} #room :End of /NAMES list.`];
      case "MODE":
        return [`:srv 324 ${client.nick} #room +n`];
      case "PRIVMSG":
        server.say(line.slice(line.indexOf(" :") + 2), client.nick);
        return [];
      case "CHATHISTORY":
        asked.push(line);
        callback();
        callback = () => undefined;
        return server.mode === "fails"
          ? [`:srv FAIL CHATHISTORY MESSAGE_ERROR ${words[1]} #room :Messages could not be retrieved`]
          : page(words);
      default:
        return [];
    }
  }

  function welcome(nick: string): string[] {
    const tokens = `CHANTYPES=# NETWORK=KeepNet CHATHISTORY=${most} MSGREFTYPES=msgid,timestamp`;
    return [
      `:srv 001 ${nick} :Welcome`,
      `:srv 005 ${nick} ${tokens} :are supported by this server`,
      `:srv 422 ${nick} :No message of the day`,
    ];
  }

  const listener = Bun.listen<Client>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        socket.data = { nick: "", rest: "" };
      },
      data(socket, bytes) {
        const parts = (socket.data.rest + bytes.toString()).split("\r\n");
        socket.data.rest = parts.pop() ?? "";
        // Tags of a client's own are nobody's here.
        for (const part of parts)
          for (const said of answer(socket, part.replace(/^@\S+ /, ""))) socket.write(`${said}\r\n`);
      },
      close: (socket) => void inside.delete(socket),
    },
  });
  const server: HistoryServer = {
    port: listener.port,
    asked,
    mode: "keeps",
    say(text, nick = "ann", time = Date.now()) {
      const line = { id: `m${++ids}`, time, nick, text };
      lines.push(line);
      for (const socket of inside) if (socket.data.nick !== nick) socket.write(`${tagged(line)}\r\n`);
    },
    onAsked(then) {
      callback = then;
    },
    drop() {
      for (const socket of [...inside]) socket.terminate();
      inside.clear();
    },
    stop: () => listener.stop(true),
  };
  return server;
}

interface Client {
  nick: string;
  rest: string;
}
