/**
 * Notes to oneself: a room that remembers what is written in it, in a file. The smallest useful backend, and
 * the model for others: docs/backends.md explains it line by line.
 */

import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { concat, plainText, text } from "../sdk/content.ts";
import { KOINE_1, koineOf } from "../sdk/extra.ts";
import { type Backend, type Link, Refusal } from "../sdk/run.ts";
import type { Message, Room } from "../sdk/wire.ts";

const ROOM: Room = { id: "notes", parent: null, name: "notes", sendable: true };

/** Most notes that a search tells. */
const MAX_FOUND = 20;

interface Note {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Null when it was taken back. */
  readonly text: string | null;
}

/** A backend on a file of notes, a line of JSON each; a later line with the same id takes an earlier one's place. */
export function notesBackend(file: string, now: () => number): Backend {
  const notes = new Map<string, Note>();
  for (const line of existsSync(file) ? readFileSync(file, "utf8").split("\n") : []) {
    if (line !== "") take(JSON.parse(line));
  }
  let link: Link | null = null;

  function take(note: Note): void {
    notes.set(note.id, note);
  }

  function keep(note: Note): void {
    appendFileSync(file, `${JSON.stringify(note)}\n`);
    take(note);
  }

  /** The newest notes with these words, told as one message in the room. */
  async function find(words: string): Promise<void> {
    const fits = (note: Note) => note.text?.toLowerCase().includes(words.toLowerCase()) ?? false;
    const found = [...notes.values()].filter(fits).slice(-MAX_FOUND);
    const lines = found.map((note) => `${new Date(note.time).toISOString().slice(0, 10)}  ${note.text}\n`);
    const heading = { type: "Bold", value: text(`${found.length} notes with "${words}"\n`) } as const;
    const told = now();
    const message: Message = {
      id: `found-${told}`,
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
      const target = edit_of ?? delete_of;
      if (target !== undefined) {
        const note = notes.get(target);
        if (note === undefined) throw new Refusal("There is no such note");
        keep({ ...note, text: delete_of === undefined ? said : null });
      } else if (said.startsWith("find ")) await find(said.slice("find ".length));
      // The server asks again when it does not know what became of a message: the key says that it is the same.
      else if (!notes.has(id)) keep({ id, time: now(), text: said });
      return id;
    },
  };
}
