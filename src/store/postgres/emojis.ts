/** Server emojis in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { Emoji } from "../../core/model/spaces.ts";
import type { EmojisTx } from "../../core/tx/emojis.ts";
import type { Part } from "./tx.ts";

interface EmojiRow {
  id: Id;
  space: Id;
  name: string;
  rooms: string;
  created: number;
  creator: Id;
  handle: string | null;
  shown: string | null;
  avatar: string | null;
  key: string;
  mediaType: string;
  width: number;
  height: number;
  animated: number;
}

const EMOJI = `select e.id, e.space, e.name, e.rooms, e.created, e.creator, u.handle, u.name as shown, u.avatar,
    f.key, f.media_type as mediaType, f.width, f.height, f.animated
  from emoji e join attachment f on f.used_by = e.id left join user u on u.id = e.creator`;

function toEmoji({ rooms, creator, handle, shown, avatar, animated, ...row }: EmojiRow): Emoji {
  return {
    ...row,
    rooms: JSON.parse(rooms) as Id[],
    creator: { id: creator, handle: handle ?? "", name: shown ?? "", avatar: avatar ?? "" },
    animated: animated === 1,
  };
}

export const emojis: Part<EmojisTx> = (db) => {
  const insert = db.prepare(
    `insert into emoji (id, space, name, rooms, creator, created) values (?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(`update emoji set name = ?, rooms = ? where id = ?`);
  const remove = db.prepare(`delete from emoji where id = ?`);
  const byId = db.prepare<EmojiRow, [Id]>(`${EMOJI} where e.id = ?`);
  const bySpace = db.prepare<EmojiRow, [Id]>(`${EMOJI} where e.space = ? order by e.id`);
  const like = db.prepare<{ id: Id }, [Id, Id]>(
    `select e.id from emoji e join attachment f on f.used_by = e.id and f.used_as = 'emoji'
     where e.space = ? and f.hash = (select hash from attachment where id = ?) order by e.id`,
  );
  const end = db.prepare(
    `insert into emoji_ended (space, hash) select e.space, f.hash from emoji e
     join attachment f on f.used_by = e.id and f.used_as = 'emoji' where e.id = ? on conflict do nothing`,
  );
  const ended = db.prepare<{ found: number }, [Id, Id]>(
    `select 1 as found from emoji_ended where space = ? and hash = (select hash from attachment where id = ?)`,
  );
  return {
    async insertEmoji({ id, space, name, rooms, creator, created }) {
      await insert.run(id, space, name, JSON.stringify(rooms), creator, created);
    },
    async updateEmoji(id, name, rooms) {
      await update.run(name, JSON.stringify(rooms), id);
    },
    async deleteEmoji(id) {
      await remove.run(id);
    },
    async emojiById(id) {
      const row = await byId.get(id);
      return row === null ? null : toEmoji(row);
    },
    async endEmoji(id) {
      await end.run(id);
    },
    wasEmojiEnded: async (space, file) => (await ended.get(space, file)) !== null,
    emojisLike: async (space, file) => (await like.all(space, file)).map(({ id }) => id),
    emojisOf: async (space) => (await bySpace.all(space)).map(toEmoji),
  };
};
