/**
 * Notes to oneself: a room that remembers what is written in it, in a file. The smallest useful backend, and
 * the model for others: docs/backends.md explains it line by line.
 */

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { concat, plainText, text } from "../sdk/content.ts";
import { KOINE_1, koineOf } from "../sdk/extra.ts";
import { type Backend, type Link, Refusal } from "../sdk/run.ts";
import type { Message, Room } from "../sdk/wire.ts";

/** The room that is always there. */
const FIRST = "notes";

const roomOf = (name: string): Room => ({ id: name, parent: null, name, sendable: true });

/** Most notes that a search tells. */
const MAX_FOUND = 20;
/** Most rooms. */
const MAX_ROOMS = 100;

interface Note {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly text: string;
  /** Whose note it is; absent of the first room's. */
  readonly room?: string;
}

/** What is in the file. */
interface Kept {
  readonly rooms: readonly string[];
  /** By id. */
  readonly notes: readonly (readonly [string, Note])[];
}

function read(file: string): Kept {
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  // As long as there was one room, a file held its notes and nothing else.
  return Array.isArray(kept) ? { rooms: [FIRST], notes: kept } : kept;
}

/** A backend on a file of notes. Throws where the file cannot be read. */
export function notesBackend(file: string, now: () => number): Backend {
  const kept = read(file);
  const rooms = new Set(kept.rooms);
  const notes = new Map(kept.notes);
  let link: Link | null = null;

  /** A crash leaves the file as it was or as it is to be, never in between. */
  function save(): void {
    writeFileSync(`${file}.new`, JSON.stringify({ rooms: [...rooms], notes: [...notes] }, null, 1), {
      mode: 0o600,
    });
    renameSync(`${file}.new`, file);
  }

  /** The newest notes of a room with these words, told as one message in it. */
  async function find(words: string, room: string): Promise<void> {
    const fits = (note: Note) =>
      (note.room ?? FIRST) === room && note.text.toLowerCase().includes(words.toLowerCase());
    const found = [...notes.values()].filter(fits).slice(-MAX_FOUND);
    const lines = found.map((note) => `${new Date(note.time).toISOString().slice(0, 10)}  ${note.text}\n`);
    const heading = { type: "Bold", value: text(`${found.length} notes with "${words}"\n`) } as const;
    const told = now();
    const message: Message = {
      id: crypto.randomUUID(),
      sender: "notes",
      recipient: room,
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
      for (const name of rooms) await to.update({ type: "RoomUpsert", value: roomOf(name) });
    },

    roomLookup(name) {
      if (!rooms.has(name)) throw new Refusal(`The rooms here are called ${[...rooms].join(", ")}`);
      return name;
    },

    roomCreate({ name }) {
      if (rooms.has(name)) throw new Refusal(`There is a room ${name} already`);
      if (rooms.size >= MAX_ROOMS) throw new Refusal(`There are at most ${MAX_ROOMS} rooms here`);
      rooms.add(name);
      save();
      return name;
    },

    roomJoin: () => undefined,
    roomGet: (id) => roomOf(id),

    async messageSend({ recipient, content, extra }) {
      if (!rooms.has(recipient)) throw new Refusal("There is no such room");
      const { key, edit_of, delete_of, react } = koineOf(extra);
      const id = key ?? crypto.randomUUID();
      const said = plainText(content);
      if (react !== undefined) return id;
      if (said.startsWith("find ")) {
        await find(said.slice("find ".length), recipient);
        return id;
      }
      const target = edit_of ?? delete_of;
      if (target !== undefined && !notes.has(target)) throw new Refusal("There is no such note");
      if (delete_of !== undefined) notes.delete(delete_of);
      // The server asks again when it does not know what became of a message: the same key is the same note.
      else
        notes.set(target ?? id, {
          time: notes.get(target ?? id)?.time ?? now(),
          text: said,
          room: recipient,
        });
      save();
      return id;
    },
  };
}
