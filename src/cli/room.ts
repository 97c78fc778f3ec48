/** `koine room …`: rooms of the space, changed in its owner's name. */

import { nameKey } from "../core/rooms.ts";
import { columns } from "./columns.ts";
import { type Called, type CliCommand, requireWords, Usage } from "./command-line.ts";
import type { Operator } from "./control.ts";
import { findSpace, ownedSpace, SPACE, withOperator } from "./operator.ts";

const KINDS = ["text", "voice", "forum", "category"] as const;

const list: CliCommand = {
  name: "room list",
  usage: "[--space SLUG]",
  summary: "list the rooms",
  help: `
Lists every room of the space with id, kind, name and topic.

  koine room list
`,
  options: SPACE,
  async run(cli, called) {
    requireWords(called, 0, "");
    return await withOperator(cli, async (operator) => {
      const found = await findSpace(operator, called);
      const rooms = found.rooms.map(({ id, kind, name, topic }) => ({ id, kind, name, topic }));
      return { text: columns(rooms), json: { rooms } };
    });
  },
};

const create: CliCommand = {
  name: "room create",
  usage: `NAME [--kind ${KINDS.join("|")}] [--topic TEXT] [--space SLUG]`,
  summary: "make a room",
  help: `
Makes a room, a text room unless --kind says otherwise, in the name of the space's owner.

  koine room create news --topic "What is new"
`,
  options: { ...SPACE, kind: { type: "string" }, topic: { type: "string" } },
  async run(cli, called) {
    const [name = ""] = requireWords(called, 1, "the name");
    const { kind: wished = "text", topic = "" } = called.options;
    const kind = KINDS.find((one) => one === wished);
    if (kind === undefined) throw new Usage(`A room is ${KINDS.join(", ")}, not ${wished}`);
    return await withOperator(cli, async (operator) => {
      const { space, owner } = await ownedSpace(operator, called);
      const bare = { parent: null, overrides: [], slowMode: 0, userLimit: 0 };
      const room = await operator.ask(owner, {
        type: "room_create",
        input: { space: space.id, kind, name, topic: String(topic), ...bare },
      });
      return { text: `Made ${room.name}\n`, json: { id: room.id, kind, name: room.name } };
    });
  },
};

const rename: CliCommand = {
  name: "room rename",
  usage: "ROOM NAME [--space SLUG]",
  summary: "give a room another name",
  help: `
Renames a room, which is given by its name or its id.

  koine room rename news announcements
`,
  options: SPACE,
  async run(cli, called) {
    const [wished = "", name = ""] = requireWords(called, 2, "the room, and its new name");
    return await withOperator(cli, async (operator) => {
      const { room, owner } = await findRoom(operator, called, wished);
      const kept = { topic: null, slowMode: null, archived: null, userLimit: null, owner: null };
      const renamed = await operator.ask(owner, {
        type: "room_update",
        input: { room: room.id, name, ...kept },
      });
      return { text: `${room.name} is called ${renamed.name}\n`, json: { id: room.id, name: renamed.name } };
    });
  },
};

const remove: CliCommand = {
  name: "room delete",
  usage: "ROOM --yes [--space SLUG]",
  summary: "delete a room with all its messages",
  help: `
Deletes a room, given by its name or id, with everything said in it. There is no way back; therefore --yes is
needed.

  koine room delete news --yes
`,
  options: { ...SPACE, yes: { type: "boolean" } },
  async run(cli, called) {
    const [wished = ""] = requireWords(called, 1, "the room");
    if (called.options.yes !== true)
      throw new Error(`This deletes ${wished} for ever: say --yes if you mean it`);
    return await withOperator(cli, async (operator) => {
      const { room, owner } = await findRoom(operator, called, wished);
      await operator.ask(owner, { type: "room_delete", input: { room: room.id } });
      return { text: `${room.name} is deleted\n`, json: { id: room.id, name: room.name } };
    });
  },
};

/** The one room with a name or an id. Throws a sentence for the operator. */
async function findRoom(operator: Operator, called: Called, wished: string) {
  const { rooms, owner } = await ownedSpace(operator, called);
  const found = rooms.filter(({ id, name }) => String(id) === wished || nameKey(name) === nameKey(wished));
  const [room] = found;
  if (room === undefined) throw new Error(`There is no room ${wished}`);
  if (found.length > 1)
    throw new Error(`Several rooms are called ${wished}: give the id, which "koine room list" shows`);
  return { room, owner };
}

export const roomCommands: readonly CliCommand[] = [list, create, rename, remove];
