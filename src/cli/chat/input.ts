/** What a person types, or a script writes, as one of the chat's commands. */

export type Input =
  | { readonly command: "send"; readonly text: string }
  | { readonly command: "reply"; readonly n: number; readonly text: string }
  | { readonly command: "edit"; readonly n: number; readonly text: string }
  | { readonly command: "delete"; readonly n: number }
  | { readonly command: "react"; readonly n: number; readonly emoji: string }
  | { readonly command: "room"; readonly name: string }
  | { readonly command: "create"; readonly name: string }
  /** A slash command of the space, as it was typed. */
  | { readonly command: "use"; readonly text: string }
  | { readonly command: "rooms" | "who" | "help" | "quit" };

export const HELP = `/reply N text     answer message N
/react N :emoji:  react, with a name or the emoji itself
/edit N text      change your message N
/delete N         delete your message N
/rooms            the rooms
/room NAME        go to a room
/create NAME      make a room and go there
/who              who is here
/quit             leave
//text            say a line that begins with /`;

/** Short names for reactions; any emoji can be typed itself. */
const emojiByName: Readonly<Record<string, string>> = {
  "+1": "👍",
  thumbsup: "👍",
  "-1": "👎",
  thumbsdown: "👎",
  heart: "❤️",
  smile: "😄",
  joy: "😂",
  cry: "😢",
  angry: "😠",
  wow: "😮",
  tada: "🎉",
  fire: "🔥",
  eyes: "👀",
  ok: "👌",
  wave: "👋",
  clap: "👏",
  pray: "🙏",
  rocket: "🚀",
  check: "✅",
  x: "❌",
};

/** A typed line; a string is what to tell whoever typed it, null for an empty line. */
export function parseLine(line: string): Input | string | null {
  if (line.trim() === "") return null;
  if (!line.startsWith("/")) return { command: "send", text: line };
  if (line.startsWith("//")) return { command: "send", text: line.slice(1) };
  const [, name = "", rest = ""] = /^\/(\S+)\s*([\s\S]*)$/.exec(line) ?? [];
  const [, number, text = ""] = /^#?(\d+)\s*([\s\S]*)$/.exec(rest) ?? [];
  const n = Number(number);
  switch (name) {
    case "rooms":
    case "who":
    case "help":
    case "quit":
      return { command: name };
    case "room":
    case "create":
      return rest === "" ? `/${name} needs a name` : { command: name, name: rest.trim() };
    case "delete":
      return number === undefined ? "/delete needs the number of a message" : { command: name, n };
    case "reply":
    case "edit":
      if (number === undefined || text === "") return `/${name} needs the number of a message, and text`;
      return { command: name, n, text };
    case "react":
      if (number === undefined || text === "") return "/react needs the number of a message, and an emoji";
      return { command: name, n, emoji: toEmoji(text.trim()) };
    default:
      return { command: "use", text: line };
  }
}

/** A line of a script: `{"command": "reply", "n": 3, "text": "yes"}`; a string is what is wrong with it. */
export function parseJsonLine(line: string): Input | string | null {
  if (line.trim() === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "a line must be a JSON object";
  }
  if (value === null || typeof value !== "object") return "a line must be a JSON object";
  const { command, text, name, emoji, n } = value as Record<string, unknown>;
  const isNumber = typeof n === "number";
  if ((command === "send" || command === "use") && typeof text === "string") return { command, text };
  if ((command === "reply" || command === "edit") && isNumber && typeof text === "string")
    return { command, n, text };
  if (command === "delete" && isNumber) return { command, n };
  if (command === "react" && isNumber && typeof emoji === "string")
    return { command, n, emoji: toEmoji(emoji) };
  if ((command === "room" || command === "create") && typeof name === "string") return { command, name };
  if (command === "rooms" || command === "who" || command === "help" || command === "quit")
    return { command };
  return "there is no such command, or a field is missing";
}

function toEmoji(text: string): string {
  const name = /^:([\w+-]+):$/.exec(text)?.[1];
  return (name !== undefined && Object.hasOwn(emojiByName, name) ? emojiByName[name] : undefined) ?? text;
}
