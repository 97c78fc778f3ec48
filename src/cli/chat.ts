/** `koine chat URL`: a small chat in the terminal, over the gateway. */

import { createInterface } from "node:readline";
import { Refused } from "../../sdk/src/packet.ts";
import { askPerson } from "./asking.ts";
import { cleanLine } from "./chat/clean.ts";
import { type Connection, connect } from "./chat/connection.ts";
import { type Conversation, converse } from "./chat/conversation.ts";
import { parseJsonLine, parseLine } from "./chat/input.ts";
import { jsonView } from "./chat/json-view.ts";
import { addressOf, tokenFor } from "./chat/sign-in.ts";
import { terminalView } from "./chat/terminal-view.ts";
import type { View } from "./chat/view.ts";

const USAGE = `koine chat URL       chat in the terminal, e.g. koine chat http://127.0.0.1:8080

  --handle NAME         sign in as NAME; asked for when it is missing
  --password-file FILE  read the password from a file's first line; asked for when it is missing
  --register            make the account
  --invite CODE         with --register, where an invite is needed
  --token TOKEN         sign in with a token (or KOINE_TOKEN)
  --json                print every event as a line of JSON, and read commands as lines of JSON:
                        {"command": "send", "text": "hello"}, {"command": "reply", "n": 3, "text": "yes"},
                        {"command": "use", "text": "/roll 6"}
`;

interface Options {
  readonly url: string;
  readonly handle: string;
  readonly passwordFile: string;
  readonly register: boolean;
  readonly invite: string;
  readonly token: string;
  readonly json: boolean;
}

/** Runs until the person leaves; resolves with the exit code. `token` is used when the command line has none. */
export async function chat(args: readonly string[], token: string): Promise<number> {
  const options = parse(args);
  const server = options === null ? null : addressOf(options.url);
  if (options === null || server === null) {
    process.stdout.write(USAGE);
    return args.includes("--help") ? 0 : 2;
  }
  try {
    const own = options.token !== "" ? options.token : token;
    const found = own !== "" && options.handle === "" ? own : await signIn(options, server);
    return await talk(server, found, options.json);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${cleanLine(error.message)}\n`);
    return 1;
  }
}

function parse(args: readonly string[]): Options | null {
  const named = new Map<string, string>();
  const flags = new Set<string>();
  let url = "";
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--json" || arg === "--register") flags.add(arg);
    else if (/^--(handle|password-file|invite|token)$/.test(arg) && i + 1 < args.length) {
      i += 1;
      named.set(arg, args[i] ?? "");
    } else if (arg.startsWith("-") || url !== "") return null;
    else url = arg;
  }
  if (url === "") return null;
  return {
    url,
    handle: named.get("--handle") ?? "",
    passwordFile: named.get("--password-file") ?? "",
    invite: named.get("--invite") ?? "",
    token: named.get("--token") ?? "",
    register: flags.has("--register"),
    json: flags.has("--json"),
  };
}

/** Throws `Refused`. */
async function signIn(options: Options, server: string): Promise<string> {
  const { register, invite } = options;
  const handle = options.handle !== "" ? options.handle : await ask("Handle: ", false);
  const password = await passwordOf(options.passwordFile);
  const wish = { handle, password, ...(invite === "" ? {} : { invite }) };
  if (register) return await tokenFor(server, "register", wish);
  try {
    return await tokenFor(server, "login", wish);
  } catch (error) {
    const unknown = error instanceof Refused && error.code === "bad_credentials";
    if (!unknown || !process.stdin.isTTY) throw error;
    const answer = await ask(`Handle or password are wrong. Make a new account "${handle}"? [y/N] `, false);
    if (!/^y/i.test(answer)) throw error;
    return await tokenFor(server, "register", wish);
  }
}

async function passwordOf(file: string): Promise<string> {
  if (file === "") return await ask("Password: ", true);
  const text = await Bun.file(file)
    .text()
    .catch(() => {
      throw new Refused("", `${file} cannot be read`);
    });
  return text.split(/\r?\n/, 1)[0] ?? "";
}

/** Asks the person; `hidden` shows nothing of the answer. Throws `Refused` where nobody can be asked. */
async function ask(question: string, hidden: boolean): Promise<string> {
  if (!process.stdin.isTTY)
    throw new Refused("", "Nobody can be asked here: give --handle and --password-file, or --token");
  const answer = await askPerson(question, hidden);
  if (answer === null) throw new Refused("", "");
  return answer;
}

async function talk(server: string, token: string, json: boolean): Promise<number> {
  const { promise, resolve: end } = Promise.withResolvers<string>();
  const isTerminal = !json && process.stdin.isTTY && process.stdout.isTTY;
  const lines = createInterface(
    isTerminal
      ? { input: process.stdin, output: process.stdout, terminal: true, prompt: "> " }
      : { input: process.stdin, terminal: false },
  );
  const write = (text: string): void => {
    process.stdout.write(text);
  };
  let conversation: Conversation | null = null;
  const view: View = isTerminal
    ? terminalView(
        { lines, write, columns: () => process.stdout.columns },
        () => conversation?.handle() ?? "",
      )
    : jsonView(write);
  let connection: Connection | null = null;
  const talking = converse(
    view,
    (event) => connection?.request(event) ?? Promise.reject(new Error("unreachable: not connected yet")),
    end,
  );
  conversation = talking;
  connection = connect(server, token, talking);

  const read = isTerminal ? parseLine : parseJsonLine;
  const open = new Set<Promise<void>>();
  lines.on("line", (line) => {
    view.entered(line);
    const input = read(line);
    if (input === null) return;
    if (typeof input === "string") view.notice(input);
    else {
      const done = talking.begun.then(() => talking.take(input));
      open.add(done);
      void done.finally(() => open.delete(done));
    }
  });
  if (isTerminal)
    process.stdin.on("keypress", () => lines.line !== "" && !lines.line.startsWith("/") && talking.writing());
  lines.on("SIGINT", () => end(""));
  // The end of a script's commands: what they asked for is still answered.
  lines.on("close", () => void Promise.allSettled([...open]).then(() => end("")));

  const reason = await promise;
  connection.close();
  view.close();
  if (reason === "") return 0;
  process.stderr.write(`\nThe end: ${cleanLine(reason)}\n`);
  return 1;
}
