/** `docs/protocols/originchats.md` section 9.4. */

import type { Override, RoomView } from "../../../core/model/rooms.ts";
import { type Lists, overridesFor } from "../channel-permissions.ts";
import { channelsPacket, inOrder, OWN_KEYS, toChannel } from "../channels.ts";
import type { NamedRoom } from "../names.ts";
import { drawers } from "../people.ts";
import { channelNamed } from "../place.ts";
import { type Fields, type Here, isMissing, Refusal, type Rows, stringIn } from "../row.ts";
import { TEXTS, text } from "../texts.ts";
import { CHANNEL_ACTIONS } from "../wire.ts";

const forbidden = text(TEXTS.noPermission, { permission: "manage_channels" });

const KINDS: ReadonlyMap<unknown, "text" | "voice" | "category"> = new Map([
  ["text", "text"],
  ["voice", "voice"],
  ["separator", "category"],
]);

export const channels: Rows = {
  channels_get: async (_fields, here) => channelsPacket(here),

  channel_create: async (fields, here) => {
    await requireManager(here);
    const name = requireName(fields, "name");
    if (isMissing(fields, "type") || fields.type === "") throw new Refusal(TEXTS.channelTypeRequired);
    const kind = KINDS.get(fields.type);
    if (kind === undefined) throw new Refusal(TEXTS.badChannelType);
    if (here.names.roomNamed(here.space, name) !== null) throw new Refusal(TEXTS.channelExists);
    const overrides = overridesFor(listsIn(fields.permissions), [], here.named()).map((override) => ({
      ...override,
      allow: [...override.allow],
      deny: [...override.deny],
    }));
    const input = {
      space: here.space,
      kind,
      name,
      topic: stringIn(fields, "description") ?? "",
      parent: null,
      overrides,
      slowMode: 0,
      userLimit: 0,
    };
    const refusals = { forbidden, name_taken: TEXTS.channelExists };
    const room = await here.ask({ type: "room_create", input }, refusals);
    const own = pick(fields, kind === "category" ? ["display_name", "size"] : ["display_name"]);
    await fill(room, own, here);
    return { cmd: "channel_create", channel: toChannel(room, here.named(), own), created: true };
  },

  channel_update: async (fields, here) => {
    await requireManager(here);
    const current = stringIn(fields, "current_name");
    if (current === undefined || current === "") throw new Refusal(TEXTS.currentNameRequired);
    const { updates } = fields;
    if (
      typeof updates !== "object" ||
      updates === null ||
      Array.isArray(updates) ||
      Object.keys(updates).length === 0
    )
      throw new Refusal(TEXTS.updatesRequired);
    const { id } = await channelNamed(current, here);
    const room = await here.ask(
      { type: "room_get", input: { room: id } },
      { not_found: TEXTS.channelNotFound },
    );
    return { cmd: "channel_update", channel: await update(room, updates as Fields, here), updated: true };
  },

  channel_move: async (fields, here) => {
    await requireManager(here);
    const name = requireName(fields, "name");
    const { position } = fields;
    if (position === undefined || position === null) throw new Refusal(TEXTS.positionRequired);
    if (typeof position !== "number" || !Number.isSafeInteger(position) || position < 0)
      throw new Refusal(TEXTS.badPosition);
    const { rooms } = await here.ask({ type: "sight_get", input: { space: here.space } });
    const moved = rooms.find((room) => room.name === name);
    if (moved === undefined) return { cmd: "channel_move", name, position, moved: false };
    await here.ask(
      { type: "room_move", input: { room: moved.id, ...placeFor(moved, position, rooms) } },
      { forbidden },
    );
    return { cmd: "channel_move", name, position, moved: true };
  },

  channel_delete: async (fields, here) => {
    await requireManager(here);
    const wished = requireName(fields, "name");
    const { id, name } = await channelFolded(wished, here);
    await here.ask({ type: "room_delete", input: { room: id } }, { not_found: TEXTS.channelNotFound });
    return { cmd: "channel_delete", name, deleted: true };
  },
};

/** Whoever may not manage channels learns of none whether it is there. */
async function requireManager({ ask, space }: Here): Promise<void> {
  const input = { space, room: null, user: null, permission: "manage_rooms" };
  if (!(await ask({ type: "permission_explain", input })).allowed) throw new Refusal(forbidden);
}

function requireName(fields: Fields, field: string): string {
  const name = stringIn(fields, field);
  if (name === undefined || name.trim() === "") throw new Refusal(TEXTS.channelNameRequired);
  return name;
}

/** By its name, else whatever its case. */
async function channelFolded(name: string, here: Here): Promise<NamedRoom> {
  const exact = here.names.roomNamed(here.space, name);
  const folded = here.names.rooms(here.space).find((one) => one.name.toLowerCase() === name.toLowerCase());
  return exact ?? folded ?? (await channelNamed(name, here));
}

async function update(before: RoomView, updates: Fields, here: Here): Promise<object> {
  const { name, description, permissions, type } = updates;
  if (type !== undefined && type !== toChannel(before, here.named(), {}).type)
    throw new Refusal(TEXTS.badChannelType);
  if (name !== undefined && (typeof name !== "string" || name.trim() === ""))
    throw new Refusal(TEXTS.channelNameRequired);
  let room = before;
  if (name !== undefined || typeof description === "string") {
    const unchanged = { slowMode: null, archived: null, userLimit: null, owner: null };
    const topic = typeof description === "string" ? description.toWellFormed() : null;
    const input = { room: room.id, name: name?.toWellFormed() ?? null, topic, ...unchanged };
    const refusals = { forbidden, name_taken: TEXTS.newNameExists };
    room = await here.ask({ type: "room_update", input }, refusals);
  }
  if (permissions !== undefined) room = await setPermissions(room, listsIn(permissions), here);
  const kept = (await drawers([room.id], here)).get(room.id) ?? {};
  const own = {
    ...kept,
    ...pick(
      updates,
      Object.keys(updates).filter((key) => !OWN_KEYS.has(key)),
    ),
  };
  if (JSON.stringify(own) !== JSON.stringify(kept)) await fill(room, own, here);
  return toChannel(room, here.named(), own);
}

async function setPermissions(before: RoomView, lists: Lists, here: Here): Promise<RoomView> {
  const wished = overridesFor(lists, before.overrides, here.named());
  const gone = before.overrides.filter(({ target }) => !wished.some((one) => one.target === target));
  const steps: Override[] = [...wished, ...gone.map((one) => ({ ...one, allow: [], deny: [] }))];
  let room = before;
  for (const override of steps) {
    const { target, allow, deny } = override;
    const old = room.overrides.find((one) => one.target === target);
    const isSame = old !== undefined && same(old.allow, allow) && same(old.deny, deny);
    if (isSame) continue;
    const input = { room: room.id, override: { ...override, allow: [...allow], deny: [...deny] } };
    room = await here.ask({ type: "permission_override_set", input }, { forbidden: TEXTS.channelNotUpdated });
  }
  return room;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

/** The lists of a `permissions` object; what is no list of strings says nothing. */
function listsIn(value: unknown): Lists {
  if (typeof value !== "object" || value === null) return {};
  const lists = value as Record<string, unknown>;
  return Object.fromEntries(
    CHANNEL_ACTIONS.flatMap((action) => {
      const list = lists[action];
      return Array.isArray(list) ? [[action, list.filter((one) => typeof one === "string")]] : [];
    }),
  );
}

function pick(fields: Fields, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (isMissing(fields, name) ? [] : [[name, fields[name]]])));
}

/** Puts what only this wire knows of a channel into its drawer. */
async function fill(room: RoomView, own: Readonly<Record<string, unknown>>, here: Here): Promise<void> {
  if (Object.keys(own).length === 0) return;
  const value = JSON.stringify(own);
  await here.ask(
    {
      type: "drawer_fill",
      input: { dialect: "originchats", space: here.space, of: "room", subject: room.id, value },
    },
    { forbidden, invalid: TEXTS.channelNotUpdated },
  );
}

/** Where a channel goes that stands at a position of the one list: behind what stands before it there. */
function placeFor(moved: RoomView, position: number, rooms: readonly RoomView[]) {
  const others = inOrder(rooms).filter(({ id }) => id !== moved.id);
  const before = others[Math.min(position, others.length) - 1];
  if (before === undefined) return { parent: null, position: 0 };
  if (moved.kind !== "category" && before.kind === "category") return { parent: before.id, position: 0 };
  const top = moved.kind === "category" ? (others.find(({ id }) => id === before.parent) ?? before) : before;
  const isLater = moved.parent === top.parent && moved.position < top.position;
  return { parent: top.parent, position: top.position + (isLater ? 0 : 1) };
}
