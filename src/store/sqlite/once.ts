/**
 * What many ask for while nothing is stored is read once, and crosses to the main thread once: a crowd that comes back
 * together sees the same rooms.
 *
 * For a connection that only reads. What it read holds while `data_version` stays: within a transaction that is the
 * version of the state that the transaction sees. What is read anew and is the same as before does not cross again,
 * and is the same object there.
 */

import type { OnceTx } from "../../core/tx/once.ts";
import type { Part } from "./tx.ts";

/** Answers that are kept, and the characters of those that crossed; with more, all are forgotten on both sides. */
const MAX_KEPT = 1_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;

interface Kept {
  readonly value: object;
  /** Of the database when it was read. */
  readonly version: number;
  /** As it crossed last, it or an earlier one; null before. */
  text: string | null;
  /** It is known over there. */
  crossed: boolean;
}

/** Part of a reply that crosses apart from it, by its key. */
export interface Shared {
  readonly key: string;
  readonly value: object;
}

/** A reply on its way: fields of it crossed before, under these keys. */
export interface Split {
  readonly reply: unknown;
  readonly shared: Readonly<Record<string, string>>;
}

export class Once {
  readonly #version: () => number;
  #kept = new Map<string, Kept>();
  #keys = new WeakMap<object, string>();
  #characters = 0;

  /** `version` gives another number whenever something was stored. */
  constructor(version: () => number) {
    this.#version = version;
  }

  /** What `make` gives, or gave in this state of the database. */
  async get<T extends object>(key: string, make: () => T | Promise<T>): Promise<T> {
    const version = this.#version();
    const known = this.#kept.get(key);
    if (known?.version === version) return known.value as T;
    const value = await make();
    this.#kept.set(key, { value, version, text: known?.text ?? null, crossed: false });
    this.#keys.set(value, key);
    return value;
  }

  /**
   * Takes out of a reply what crosses by itself: `split` is what is left of it, and `news` what has to cross before;
   * `forget` says that nothing that crossed earlier counts any more. Null when there is nothing to take out.
   */
  split(reply: unknown): { split: Split; news: readonly Shared[]; forget: boolean } | null {
    if (typeof reply !== "object" || reply === null || Array.isArray(reply)) return null;
    const rest: Record<string, unknown> = {};
    const shared: Record<string, string> = {};
    const found: string[] = [];
    for (const [field, value] of Object.entries(reply)) {
      const key = typeof value === "object" && value !== null ? this.#keys.get(value) : undefined;
      if (key === undefined || this.#kept.get(key)?.value !== value) {
        rest[field] = value;
        continue;
      }
      shared[field] = key;
      found.push(key);
    }
    if (found.length === 0) return null;
    const forget = this.#forgetTooMuch(found);
    return { split: { reply: rest, shared }, news: found.flatMap((key) => this.#news(key)), forget };
  }

  #news(key: string): Shared[] {
    const kept = this.#kept.get(key);
    if (kept === undefined || kept.crossed) return [];
    kept.crossed = true;
    const text = JSON.stringify(kept.value);
    if (text === kept.text) return [];
    this.#characters += text.length - (kept.text?.length ?? 0);
    kept.text = text;
    return [{ key, value: kept.value }];
  }

  /** All but these, which cross anew. */
  #forgetTooMuch(keys: readonly string[]): boolean {
    if (this.#kept.size <= MAX_KEPT && this.#characters <= MAX_CHARACTERS) return false;
    const before = this.#kept;
    this.#kept = new Map();
    this.#characters = 0;
    for (const key of keys) {
      const kept = before.get(key);
      if (kept !== undefined) this.#kept.set(key, { ...kept, text: null, crossed: false });
    }
    return true;
  }
}

/** The main thread's side: puts together what crossed apart. */
export class Together {
  readonly #values = new Map<string, unknown>();

  /** Lists are frozen: they are one and the same for many. */
  take({ key, value }: Shared): void {
    this.#values.set(key, Object.freeze(value));
  }

  forget(): void {
    this.#values.clear();
  }

  whole({ reply, shared }: Split): unknown {
    const whole: Record<string, unknown> = { ...(reply as object) };
    for (const [field, key] of Object.entries(shared)) {
      if (!this.#values.has(key)) throw new Error(`What is shared as ${key} did not cross`);
      whole[field] = this.#values.get(key);
    }
    return whole;
  }
}

export const once: Part<OnceTx> = (db) => ({
  once: (key, make) => db.once?.get(key, make) ?? make(),
});
