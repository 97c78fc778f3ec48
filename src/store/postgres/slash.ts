/** Slash commands in PostgreSQL. Each function runs inside the caller's transaction. */

import type { Id } from "../../core/model/ids.ts";
import type { CommandArgument, CommandOption, SlashCall, SlashCommand } from "../../core/model/slash.ts";
import type { SlashTx } from "../../core/tx/slash.ts";
import type { Part } from "./tx.ts";

interface CommandRow {
  id: Id;
  space: Id;
  bot: Id;
  name: string;
  description: string;
  options: string;
  permission: string;
  rooms: string;
  roles: string;
  handle: string;
  shown: string;
  avatar: string;
}

interface CallRow {
  id: Id;
  command: Id;
  room: Id;
  bot: Id;
  user: Id;
  handle: string;
  shown: string;
  avatar: string;
  name: string;
  arguments: string;
  deadline: number;
  nonce: string | null;
  answered: number;
}

const COMMAND = `select c.id, c.space, c.bot, c.name, c.description, c.options, c.permission, c.rooms, c.roles,
    u.handle, u.name as shown, u.avatar
  from slash_command c join user u on u.id = c.bot`;

const CALL = `select c.id, c.command, c.room, c.bot, c.user, u.handle, u.name as shown, u.avatar, c.name, c.arguments,
    c.deadline, c.nonce, c.answered
  from slash_call c join user u on u.id = c.user`;

function toCommand({ bot, handle, shown, avatar, options, rooms, roles, ...row }: CommandRow): SlashCommand {
  const { allowed, denied } = JSON.parse(roles) as { allowed: Id[] | null; denied: Id[] };
  return {
    ...row,
    allowedRoles: allowed,
    deniedRoles: denied,
    options: JSON.parse(options) as CommandOption[],
    rooms: JSON.parse(rooms) as Id[],
    bot: { id: bot, handle, name: shown, avatar },
  };
}

function toCall({ user, handle, shown, avatar, answered, ...row }: CallRow): SlashCall {
  return {
    ...row,
    user: { id: user, handle, name: shown, avatar },
    arguments: JSON.parse(row.arguments) as CommandArgument[],
    answered: answered === 1,
  };
}

export const slash: Part<SlashTx> = (db) => {
  const bySpace = db.prepare<CommandRow, [Id]>(
    `${COMMAND} join member m on m.space = c.space and m.user = c.bot where c.space = ? order by c.name, c.id`,
  );
  const byId = db.prepare<CommandRow, [Id]>(`${COMMAND} where c.id = ?`);
  const put = db.prepare(
    `insert into slash_command (id, space, bot, name, description, options, permission, rooms, roles)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set space = excluded.space, bot = excluded.bot, name = excluded.name,
       description = excluded.description, options = excluded.options, permission = excluded.permission,
       rooms = excluded.rooms, roles = excluded.roles`,
  );
  const remove = db.prepare(`delete from slash_command where id = ?`);
  const insertCall = db.prepare(
    `insert into slash_call (id, command, room, bot, user, name, arguments, deadline, nonce, answered)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const call = db.prepare<CallRow, [Id]>(`${CALL} where c.id = ?`);
  const callBy = db.prepare<CallRow, [Id, Id, string]>(
    `${CALL} where c.user = ? and c.room = ? and c.nonce = ?`,
  );
  const close = db.prepare(`update slash_call set answered = 1, arguments = '[]' where id = ?`);
  const removeCall = db.prepare(`delete from slash_call where id = ?`);
  const open = db.prepare<{ n: number }, [Id]>(
    `select count(*) as n from slash_call where user = ? and answered = 0`,
  );
  return {
    slashCommandsIn: async (space) => (await bySpace.all(space)).map(toCommand),
    async slashCommand(id) {
      const row = await byId.get(id);
      return row === null ? null : toCommand(row);
    },
    async putSlashCommand({ id, space, bot, name, description, options, permission, rooms, ...roles }) {
      const may = JSON.stringify({ allowed: roles.allowedRoles, denied: roles.deniedRoles });
      const lists = [JSON.stringify(options), permission, JSON.stringify(rooms), may];
      await put.run(id, space, bot.id, name, description, ...lists);
    },
    async deleteSlashCommand(id) {
      await remove.run(id);
    },
    async insertSlashCall({ id, command, room, bot, user, name, deadline, nonce, answered, ...given }) {
      const asked = JSON.stringify(given.arguments);
      await insertCall.run(id, command, room, bot, user.id, name, asked, deadline, nonce, answered ? 1 : 0);
    },
    async slashCall(id) {
      const row = await call.get(id);
      return row === null ? null : toCall(row);
    },
    async slashCallBy(user, room, nonce) {
      const row = await callBy.get(user, room, nonce);
      return row === null ? null : toCall(row);
    },
    async closeSlashCall(id) {
      await close.run(id);
    },
    async deleteSlashCall(id) {
      await removeCall.run(id);
    },
    openSlashCalls: async (user) => (await open.get(user))?.n ?? 0,
  };
};
