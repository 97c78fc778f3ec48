/** Finding what answers to a method and a path. */

/** What is found: the target; or the methods that the path has instead; or null for a path that nobody has. */
export type Found<T> = { readonly target: T } | { readonly allow: readonly string[] } | null;

interface Pattern<T> {
  readonly segments: readonly string[];
  readonly byMethod: Map<string, T>;
}

/**
 * Make a finder of a table keyed by "METHOD /path", where a segment ":name" matches any text that is not empty.
 *
 * Paths are compared as they stand in the request, percent signs included. A segment that matches literally goes
 * before one that matches anything. HEAD finds what GET finds. Throws on a key that is no method and path.
 */
export function routeFinder<T>(
  table: Readonly<Record<string, T>>,
): (method: string, path: string) => Found<T> {
  const patterns = new Map<string, Pattern<T>>();
  for (const [key, target] of Object.entries(table)) {
    const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(key) ?? [];
    if (method === undefined || path === undefined) throw new Error(`Not a route: ${JSON.stringify(key)}`);
    const shape = path.replaceAll(/\/:[^/]+/g, "/:");
    const pattern = patterns.get(shape) ?? { segments: shape.split("/"), byMethod: new Map<string, T>() };
    if (pattern.byMethod.has(method)) throw new Error(`Two routes are one: ${JSON.stringify(key)}`);
    pattern.byMethod.set(method, target);
    patterns.set(shape, pattern);
  }
  const [fixed, open] = [new Map<string, Pattern<T>>(), [] as Pattern<T>[]];
  for (const [shape, pattern] of patterns) {
    if (pattern.segments.includes(":")) open.push(pattern);
    else fixed.set(shape, pattern);
  }
  open.sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));

  return (method, path) => {
    const known = fixed.get(path);
    const target = known && targetOf(known, method);
    if (target !== undefined) return { target };
    const allow = new Set(known?.byMethod.keys());
    const segments = path.split("/");
    for (const pattern of open) {
      if (!matches(pattern.segments, segments)) continue;
      const target = targetOf(pattern, method);
      if (target !== undefined) return { target };
      for (const other of pattern.byMethod.keys()) allow.add(other);
    }
    if (allow.size === 0) return null;
    if (allow.has("GET")) allow.add("HEAD");
    return { allow: [...allow].sort() };
  };
}

function targetOf<T>({ byMethod }: Pattern<T>, method: string): T | undefined {
  return byMethod.get(method) ?? (method === "HEAD" ? byMethod.get("GET") : undefined);
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, i) => (part === ":" ? segments[i] !== "" : part === segments[i]));
}

/** Sorts a literal segment before an open one, the first difference from the left deciding. */
function orderKey<T>({ segments }: Pattern<T>): string {
  return segments.map((part) => (part === ":" ? "1" : "0")).join("");
}
