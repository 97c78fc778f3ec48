/**
 * JSON with placeholders: `<m1>` stands for a value that is bound where it is first seen and is the same
 * wherever it comes again; `<_>` for any value, and inside a text for any part of it. The key "..." allows more fields
 * than those that are listed.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Bindings = Map<string, Json>;

const NAME = /^<([\w:.-]+)>$/;

/** Whole numbers that a JavaScript number does not hold exactly are texts of their digits behind this. */
const DIGITS = "digits:";

/** Reads JSON in which placeholders may stand without quotes; undefined when it is none. */
export function parse(text: string): Json | undefined {
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|<[\w:.-]+>|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (part) => {
    if (part.startsWith("<")) return `"${part}"`;
    const isLong = /^-?[1-9]\d{15,}$/.test(part) && !Number.isSafeInteger(Number(part));
    return isLong ? `"${DIGITS}${part}"` : part;
  });
  try {
    return JSON.parse(quoted) as Json;
  } catch {
    return undefined;
  }
}

/** As text to send, long numbers with their exact digits. */
export function write(json: Json): string {
  return JSON.stringify(json).replace(new RegExp(`"${DIGITS}(-?\\d+)"`, "g"), "$1");
}

/** What is to be sent: bound values in place of placeholders. Throws when one is not bound. */
export function fill(json: Json, bindings: Bindings): Json {
  if (typeof json === "string") {
    const name = NAME.exec(json)?.[1];
    return name === undefined ? json : boundValue(name, bindings);
  }
  if (json === null || typeof json !== "object") return json;
  if (isList(json)) return json.map((one) => fill(one, bindings));
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, fill(one, bindings)]));
}

/** The same for text that is no JSON. */
export function fillText(text: string, bindings: Bindings): string {
  return text.replace(/<([\w:.-]+)>/g, (_, name: string) => String(boundValue(name, bindings)));
}

function boundValue(name: string, bindings: Bindings): Json {
  const value = bindings.get(name);
  if (value === undefined) throw new Error(`<${name}> was not seen before`);
  return value;
}

/** Where the two differ, in words; null when they fit. Binds what is seen for the first time. */
export function difference(expected: Json, actual: Json, bindings: Bindings, at = "it"): string | null {
  if (typeof expected === "string") {
    const name = NAME.exec(expected)?.[1];
    if (name !== undefined) return bind(name, actual, bindings, at);
    if (expected.includes("<_>") && typeof actual === "string" && hasParts(expected.split("<_>"), actual))
      return null;
  }
  if (expected === null || typeof expected !== "object" || actual === null || typeof actual !== "object") {
    return expected === actual ? null : `${at} is ${show(actual)}, not ${show(expected)}`;
  }
  if (isList(expected) || isList(actual)) {
    if (!isList(expected) || !isList(actual)) return `${at} is ${show(actual)}, not ${show(expected)}`;
    if (expected.length !== actual.length) return `${at} has ${actual.length} items, not ${expected.length}`;
    return first(expected.map((one, i) => () => difference(one, actual[i] ?? null, bindings, `${at}[${i}]`)));
  }
  const open = Object.hasOwn(expected, "...");
  const extra = Object.keys(actual).find((key) => !Object.hasOwn(expected, key));
  if (extra !== undefined && !open) return `${at} has a field "${extra}": ${show(actual[extra] ?? null)}`;
  return first(
    Object.entries(expected)
      .filter(([key]) => key !== "...")
      .map(([key, one]) => () => {
        const other = actual[key];
        if (other === undefined) return `${at} has no field "${key}"`;
        return difference(one, other, bindings, `${at}.${key}`);
      }),
  );
}

/** Whether the text is these parts, with something between each two. */
function hasParts(parts: readonly string[], text: string): boolean {
  const pattern = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^]+");
  return new RegExp(`^${pattern}$`).test(text);
}

function bind(name: string, actual: Json, bindings: Bindings, at: string): string | null {
  if (name === "_") return null;
  const bound = bindings.get(name);
  if (bound !== undefined)
    return bound === actual ? null : `${at} is ${show(actual)}, not <${name}> ${show(bound)}`;
  const twin = [...bindings].find(([, value]) => value === actual);
  if (twin !== undefined) return `${at} is <${twin[0]}> ${show(actual)}, not a new <${name}>`;
  bindings.set(name, actual);
  return null;
}

function first(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const found = check();
    if (found !== null) return found;
  }
  return null;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function show(json: Json): string {
  return JSON.stringify(json);
}
