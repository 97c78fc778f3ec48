/** Addresses that name a space: `/s/<slug>` before any path means the same path in that space. */

export interface SpacePath {
  /** The path without the space. */
  readonly path: string;
  /** Null for the default space, which stands at the root. */
  readonly space: string | null;
}

/** Takes the space off a path. What is no slug is no space, and its path is one that nobody has. */
export function spacePath(pathname: string): SpacePath {
  const [, space, path] = /^\/s\/([a-z0-9-]{2,32})(\/.*)$/.exec(pathname) ?? [];
  return space === undefined || path === undefined ? { path: pathname, space: null } : { path, space };
}
