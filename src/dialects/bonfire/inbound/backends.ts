/** Bridges to other networks, for those who look after the space (docs/backends.md). */

import { make } from "../make.ts";
import { toBackend, toBackendLink } from "../nouns/outside.ts";
import { toUser } from "../nouns/people.ts";
import { entry, idOrNull } from "./entry.ts";

export const backends = {
  backends_get: entry(
    "backends_get",
    (_value, { space }) => ({ space }),
    (list) => ({ backends: list.map(toBackend) }),
  ),
  backend_link: entry(
    "backend_link",
    ({ backend, room_id, name }, { space }) => ({ space, backend, room: room_id, name }),
    (link) => ({ link: toBackendLink(link) }),
  ),
  backend_unlink: entry("backend_unlink", ({ backend, room_id }, { space }) => ({
    space,
    backend,
    room: room_id,
  })),
  backend_room_create: entry("backend_room_create", ({ backend, name, parent_id }, { space }) => ({
    space,
    backend,
    name,
    parent: idOrNull(parent_id),
  })),
  backend_restart: entry("backend_restart", ({ backend }, { space }) => ({ space, backend })),
  identities_get: entry(
    "identities_get",
    () => ({}),
    (ghosts) => ({ identities: ghosts.map(toUser) }),
  ),
  identity_claim: entry(
    "identity_claim",
    ({ user_id }) => ({ user: user_id }),
    ({ phrase, expires }) => ({ claim: make("IdentityPhrase", { text: phrase, expires }) }),
  ),
  identity_release: entry("identity_release", ({ user_id }) => ({ user: user_id })),
} as const;
