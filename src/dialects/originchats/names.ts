/**
 * What the packets call things: rooms and roles by their names, which events of the core do not carry.
 *
 * A cache in front of the store, one for all sessions of the dialect. It takes what sessions begin with, and what the
 * events say before they are told; where nobody of the dialect listens, the next session brings the news.
 */

import type { Event } from "../../core/events.ts";
import type { Id } from "../../core/model/ids.ts";
import type { RoomKind, RoomView } from "../../core/model/rooms.ts";
import type { SlashCommand } from "../../core/model/slash.ts";
import type { Member, Role, Space } from "../../core/model/spaces.ts";
import type { Sight, Snapshot } from "../../core/sight.ts";
import { roleNames } from "./roles.ts";

/** As whom the server itself speaks. */
export const SERVER_NAME = "originChats";

/** Most slash commands that are remembered after they are gone, so that this can be told by their names. */
const MAX_GONE = 1_000;

export interface NamedRoom {
  readonly id: Id;
  readonly space: Id;
  readonly name: string;
  readonly kind: RoomKind;
}

/** A space with its roles, and what these are called here. */
export interface NamedSpace {
  readonly space: Space;
  readonly roles: readonly Role[];
  /** What each role is called, the highest first. */
  readonly names: ReadonlyMap<Id, string>;
}

export interface Names {
  /** Takes what a session begins with. */
  learn(snapshot: Snapshot): void;
  /** Takes the rooms that somebody sees. */
  see(sight: Pick<Sight, "rooms" | "commonPositions">): void;
  /** Takes what an event says. */
  follow(event: Event): void;
  /** Null for what is not known, and for rooms of no space. */
  room(id: Id): NamedRoom | null;
  /** The channel of this very name. */
  roomNamed(space: Id, name: string): NamedRoom | null;
  rooms(space: Id): readonly NamedRoom[];
  space(id: Id): NamedSpace | null;
  /** The slash commands of a space by name: the server's own first, then the oldest. */
  commands(space: Id): readonly SlashCommand[];
  /** A slash command, also one that is gone since a moment ago. */
  command(id: Id): SlashCommand | null;
  /** Where clients find what this server has at a path. */
  address(path: string): string;
  /** The pictures of a space, as addresses. */
  decorate(space: Id, decoration: Decoration): void;
  decoration(space: Id): Decoration;
}

/** "" for none. */
export interface Decoration {
  readonly icon: string;
  readonly banner: string;
}

/** `url` goes before addresses; "" leaves them relative. */
export function createNames(url: string): Names {
  const rooms = new Map<Id, NamedRoom>();
  const spaces = new Map<Id, NamedSpace>();
  const decorations = new Map<Id, Decoration>();
  const commands = new Map<Id, ReadonlyMap<Id, SlashCommand>>();
  const gone = new Map<Id, SlashCommand>();
  /** Where each stream stood when its name was told last, so that nothing older replaces it. */
  const told = new Map<Id, number>();

  function isNews(stream: Id, seq: number): boolean {
    if (seq < (told.get(stream) ?? 0)) return false;
    told.set(stream, seq);
    return true;
  }

  function takeRoom({ id, space, name, kind }: RoomView, seq: number): void {
    if (space === null || kind === "thread" || !isNews(id, seq)) return;
    rooms.set(id, { id, space, name, kind });
  }

  function takeSpace(space: Space, roles: readonly Role[]): void {
    spaces.set(space.id, { space, roles, names: roleNames(roles) });
  }

  function changeRoles(space: Id, change: (roles: readonly Role[]) => readonly Role[]): void {
    const known = spaces.get(space);
    if (known !== undefined) takeSpace(known.space, change(known.roles));
  }

  function withdraw(id: Id): void {
    const found = find(id);
    if (found === null || gone.has(id)) return;
    gone.set(id, found);
    for (const [oldest] of gone) {
      if (gone.size <= MAX_GONE) break;
      gone.delete(oldest);
    }
  }

  function find(id: Id): SlashCommand | null {
    for (const known of commands.values()) {
      const found = known.get(id);
      if (found !== undefined) return found;
    }
    return gone.get(id) ?? null;
  }

  function takeCommand(space: Id, id: Id, command: SlashCommand | null): void {
    if (command === null) withdraw(id);
    else gone.delete(id);
    const others = [...(commands.get(space) ?? [])].filter(([other]) => other !== id);
    commands.set(space, new Map(command === null ? others : [...others, [id, command]]));
  }

  function see({ rooms: seen, commonPositions }: Pick<Sight, "rooms" | "commonPositions">): void {
    const heads = new Map(commonPositions.map(({ stream, seq }) => [stream, seq]));
    for (const room of seen) takeRoom(room, heads.get(room.id) ?? 0);
  }

  return {
    see,
    learn({ space, roles, rooms: seen, commonPositions, commands: offered }) {
      see({ rooms: seen, commonPositions });
      const heads = new Map(commonPositions.map(({ stream, seq }) => [stream, seq]));
      if (!isNews(space.id, heads.get(space.id) ?? 0)) return;
      takeSpace(space, roles);
      commands.set(space.id, new Map(offered.map((command) => [command.id, command])));
    },
    follow(event) {
      const { stream, seq } = event;
      if (event.type === "room_create") takeRoom(event.room, seq === 0 ? event.head : seq);
      else if (event.type === "room_update") takeRoom(event.room, seq);
      else if (event.type === "room_delete" && seq > 0) rooms.delete(event.room);
      else if (event.type === "server_update" && isNews(stream, seq)) {
        const known = spaces.get(stream);
        if (known !== undefined) takeSpace(event.space, known.roles);
      } else if ((event.type === "role_create" || event.type === "role_update") && isNews(stream, seq)) {
        const { role } = event;
        changeRoles(stream, (roles) => [...roles.filter(({ id }) => id !== role.id), role]);
      } else if (event.type === "role_delete" && isNews(stream, seq)) {
        changeRoles(stream, (roles) => roles.filter(({ id }) => id !== event.role));
      } else if (event.type === "command_update" && isNews(stream, seq)) {
        takeCommand(stream, event.id, event.command);
      }
    },
    room: (id) => rooms.get(id) ?? null,
    roomNamed: (space, name) =>
      [...rooms.values()].find((room) => room.space === space && room.name === name) ?? null,
    rooms: (space) => [...rooms.values()].filter((room) => room.space === space),
    space: (id) => spaces.get(id) ?? null,
    commands: (space) => [...(commands.get(space)?.values() ?? [])].sort(inOrder),
    command: find,
    address: (path) => url + path,
    decorate: (space, decoration) => void decorations.set(space, decoration),
    decoration: (space) => decorations.get(space) ?? { icon: "", banner: "" },
  };
}

function inOrder(a: SlashCommand, b: SlashCommand): number {
  if ((a.bot === null) !== (b.bot === null)) return a.bot === null ? -1 : 1;
  return a.id - b.id;
}

/** The roles of a member as the wire lists them, the highest first: the owner's, their own, everyone's. */
export function rolesOf({ user, roles }: Member, named: NamedSpace): string[] {
  const own = [...named.names].filter(([id]) => roles.includes(id)).map(([, name]) => name);
  const everyone = named.roles.find(({ position }) => position === 0);
  const last = everyone === undefined ? [] : [named.names.get(everyone.id) ?? "user"];
  return [...(named.space.owner === user.id ? ["owner"] : []), ...own, ...last];
}
