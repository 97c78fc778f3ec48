/** Files that import each other in a circle: then none of them can be read, or loaded, before the others. */

import { dirname, join } from "node:path";

const plain = new Bun.Transpiler({ loader: "ts" });
const withMarkup = new Bun.Transpiler({ loader: "tsx" });

/** Circles among files, by name and text, each as the files on its way; imports of types alone are none. */
export function cyclesAmong(files: ReadonlyMap<string, string>): string[][] {
  const imports = new Map(
    [...files].map(([name, text]) => {
      const scanned = (name.endsWith(".tsx") ? withMarkup : plain).scanImports(text);
      return [name, scanned.flatMap(({ path }) => (path.startsWith(".") ? join(dirname(name), path) : []))];
    }),
  );
  const done = new Set<string>();
  const way: string[] = [];
  const found: string[][] = [];
  const visit = (name: string): void => {
    const at = way.indexOf(name);
    if (at !== -1) found.push(way.slice(at));
    if (at !== -1 || done.has(name)) return;
    way.push(name);
    for (const next of imports.get(name) ?? []) visit(next);
    way.pop();
    done.add(name);
  };
  for (const name of imports.keys()) visit(name);
  return found;
}
