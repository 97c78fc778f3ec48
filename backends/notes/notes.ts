/**
 * Notes to oneself: a room that remembers what is written in it, in a file. The smallest useful backend, and
 * the model for others: docs/backends.md explains it line by line.
 */

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { concat, plainText, text } from "../sdk/content.ts";
import { KOINE_1, koineOf } from "../sdk/extra.ts";
import { type Backend, type Link, Refusal } from "../sdk/run.ts";
import type { Message, Room } from "../sdk/wire.ts";

const ROOM: Room = { id: "notes", parent: null, name: "notes", sendable: true };

/** Most notes that a search tells. */
const MAX_FOUND = 20;

interface Note {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly text: string;
}

/** A backend on a file of notes. Throws where the file cannot be read. */
export function notesBackend(file: string, now: () => number): Backend {
  const notes = new Map<string, Note>(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []);
  let link: Link | null = null;

  /** A crash leaves the file as it was or as it is to be, never in between. */
  function save(): void {
    writeFileSync(`${file}.new`, JSON.stringify([...notes], null, 1), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  /** The newest notes with these words, told as one message in the room. */
  async function find(words: string): Promise<void> {
    const fits = (note: Note) => note.text.toLowerCase().includes(words.toLowerCase());
    const found = [...notes.values()].filter(fits).slice(-MAX_FOUND);
    const lines = found.map((note) => `${new Date(note.time).toISOString().slice(0, 10)}  ${note.text}\n`);
    const heading = { type: "Bold", value: text(`${found.length} notes with "${words}"\n`) } as const;
    const told = now();
    const message: Message = {
      id: crypto.randomUUID(),
      sender: "notes",
      recipient: ROOM.id,
      attachments: [],
      content: concat(heading, ...lines.map(text)),
      create_time: told,
      edit_time: told,
      extra: null,
    };
    await link?.update({ type: "MessageUpsert", value: message });
  }

  return {
    name: "notes",
    version: [1, 0, 0],
    extensions: [KOINE_1],

    async start(to) {
      link = to;
      await to.update({ type: "RoomUpsert", value: ROOM });
    },

    roomLookup(name) {
      if (name !== ROOM.name) throw new Refusal(`There is one room here, and it is called ${ROOM.name}`);
      return ROOM.id;
    },

    roomJoin: () => undefined,
    roomGet: () => ROOM,

    async messageSend({ content, extra }) {
      const { key, edit_of, delete_of, react } = koineOf(extra);
      const id = key ?? crypto.randomUUID();
      const said = plainText(content);
      if (react !== undefined) return id;
      if (said.startsWith("find ")) {
        await find(said.slice("find ".length));
        return id;
      }
      const target = edit_of ?? delete_of;
      if (target !== undefined && !notes.has(target)) throw new Refusal("There is no such note");
      if (delete_of !== undefined) notes.delete(delete_of);
      // The server asks again when it does not know what became of a message: the same key is the same note.
      else notes.set(target ?? id, { time: notes.get(target ?? id)?.time ?? now(), text: said });
      save();
      return id;
    },
  };
}
