/** Somebody has another name or picture, or is somebody else from now on: wherever they are shown. */

import type { User } from "./gen/protocol.ts";
import { byId, index, type State } from "./state.ts";

/** Somebody's profile where it is shown; messages that are known, and what these quote and mention, have it too. */
export function withProfile(state: State, user: User): State {
  const { id, handle, name, avatar = "", backend = "" } = user;
  const small: User = { id, handle, name, avatar, backend };
  const known = state.members[id];
  const shared = Object.values(state.rooms).filter(({ members }) => members?.some((one) => one.id === id));
  const rooms = shared.map((room) => {
    const members = (room.members ?? []).map((one) => (one.id === id ? small : one));
    return [room.id, { ...room, members }] as const;
  });
  const emojis = Object.values(state.emojis).filter(({ creator }) => creator?.id === id);
  const commands = Object.values(state.commands).filter(({ bot }) => bot?.id === id);
  return {
    ...state,
    user: state.user?.id === id ? user : state.user,
    members: known === undefined ? state.members : { ...state.members, [id]: { ...known, user } },
    rooms: { ...state.rooms, ...Object.fromEntries(rooms) },
    emojis: {
      ...state.emojis,
      ...index(
        emojis.map((emoji) => ({ ...emoji, creator: small })),
        ({ id }) => id,
      ),
    },
    commands: { ...state.commands, ...byId(commands.map((command) => ({ ...command, bot: small }))) },
    messages: renamed(state.messages, small),
    privateAnswers: renamed(state.privateAnswers, small),
    voices: renamed(state.voices, small),
    calls: renamed(state.calls, small),
    typing: renamed(state.typing, small),
  };
}

/** With the name and the picture wherever the user stands in it; the same object where they do not. */
function renamed<T>(value: T, user: User): T {
  if (typeof value !== "object" || value === null) return value;
  if ("handle" in value && "id" in value && value.id === user.id)
    return { ...value, name: user.name, avatar: user.avatar };
  let isChanged = false;
  const change = (inner: unknown): unknown => {
    const after = renamed(inner, user);
    isChanged ||= after !== inner;
    return after;
  };
  const copy = Array.isArray(value)
    ? value.map(change)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]));
  return isChanged ? (copy as T) : value;
}
