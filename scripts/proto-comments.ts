/** The comments of gateway.proto: what every message and field means, for documents and the SDK's types. */

export interface Comments {
  /** By message name. */
  readonly messages: ReadonlyMap<string, string>;
  /** By "Message.field". */
  readonly fields: ReadonlyMap<string, string>;
}

/** Reads the comment before each message and the one behind each field. */
export function readComments(proto: string): Comments {
  const messages = new Map<string, string>();
  const fields = new Map<string, string>();
  let before: string[] = [];
  let message = "";
  for (const line of proto.split("\n")) {
    const comment = /^\/\/ (.*)$/.exec(line)?.[1];
    if (comment !== undefined) {
      before.push(comment);
      continue;
    }
    const opened = /^message (\w+) \{/.exec(line)?.[1];
    if (opened !== undefined) {
      message = opened;
      messages.set(message, before.join(" "));
    }
    const field = /^\s+(?:repeated |optional )?[\w.]+ (\w+) = \d+; \/\/ (.*)$/.exec(line);
    if (field !== null) fields.set(`${message}.${field[1]}`, field[2] ?? "");
    before = [];
  }
  return { messages, fields };
}
