/** How a user stands in what others are told. */

import type { UserRef } from "./model/users.ts";

export function refOf({ id, handle, name, avatar }: UserRef): UserRef {
  return { id, handle, name, avatar };
}
