/**
 * Whole numbers by their digits: nonces in the wild are larger than a JavaScript number is exact
 * (`docs/protocols/i386chat.md` section 6).
 */

/** Longest nonce, in digits: what is echoed has to fit a frame with the rest of its message. */
export const MAX_DIGITS = 2_048;

/** A number as it was written. */
export class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A number that a JavaScript number may not hold has at least so many digits. */
const LONG_RUN = /\d{16}/;

// The types of the library do not know the third parameter yet.
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/**
 * Parse JSON; a `nonce` that is a whole number becomes `Digits`. Throws as `JSON.parse` does.
 *
 * Only texts with a long run of digits take the slow way, which looks at the source of every value.
 */
export function parseExact(text: string): unknown {
  if (!LONG_RUN.test(text)) return JSON.parse(text);
  return parseWithSource(text, (key, value, { source }) =>
    key === "nonce" && typeof value === "number" && source !== undefined && /^-?\d+$/.test(source)
      ? new Digits(source)
      : value,
  );
}

/** The digits of a nonce; null when there is none, undefined when it is no whole number. */
export function digitsOf(nonce: unknown): string | null | undefined {
  if (nonce === undefined || nonce === null) return null;
  if (nonce instanceof Digits) return nonce.text.length > MAX_DIGITS ? undefined : nonce.text;
  return typeof nonce === "number" && Number.isSafeInteger(nonce) ? String(nonce) : undefined;
}

// The types of the library do not know it yet.
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): object };

/** A value that `JSON.stringify` writes as these digits. Throws when they are none: that is our bug. */
export function toNumber(digits: string): object {
  return rawJSON(digits);
}
