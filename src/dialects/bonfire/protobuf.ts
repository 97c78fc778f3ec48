/**
 * A strict look at the bytes of a message, before the generated decoder reads them.
 *
 * That decoder is lenient: it takes a field of a wrong wire type for an unknown one, lets an inner message
 * run past its end and stops at a zero tag. Here these are faults, so that what it is given has one meaning.
 * Pure: knows the generated tables and the wire format (https://protobuf.dev/programming-guides/encoding).
 */

import { type Field, type Kind, messages } from "./gen/fields.ts";
import type { MessageName } from "./make.ts";

/** Most fields of a frame, those of inner messages among them: a mebibyte of empty ones would take half a second. */
export const MAX_FIELDS = 65_536;

/** What was found in the outermost message. */
export interface Survey {
  /** Why the bytes are not such a message, or null. */
  readonly fault: string | null;
  /** Numbers of the fields that are there and in the schema. */
  readonly known: ReadonlySet<number>;
  /** Numbers of the fields that are there and not in the schema. */
  readonly unknown: readonly number[];
  /** The last value of field 10 where that is a number: the request id of a client event; else 0. */
  readonly requestId: number;
}

/** Look through the bytes of one message. Never throws; at a fault, says what was found before it. */
export function survey(name: MessageName, bytes: Uint8Array): Survey {
  const walk = new Walk(bytes);
  walk.message(name, bytes.length, true);
  return walk;
}

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

const REQUEST_ID = 10;

const wireTypes: Readonly<Record<Kind, number>> = {
  bool: VARINT,
  uint32: VARINT,
  uint64: VARINT,
  enum: VARINT,
  fixed64: FIXED64,
  string: DELIMITED,
  bytes: DELIMITED,
  message: DELIMITED,
};

const byNumber = new Map<MessageName, ReadonlyMap<number, Field>>();

function fieldsOf(name: MessageName): ReadonlyMap<number, Field> {
  let fields = byNumber.get(name);
  if (fields === undefined) {
    fields = new Map(messages[name].map((field) => [field.number, field]));
    byNumber.set(name, fields);
  }
  return fields;
}

class Walk implements Survey {
  fault: string | null = null;
  readonly known = new Set<number>();
  readonly unknown: number[] = [];
  requestId = 0;

  readonly #bytes: Uint8Array;
  #at = 0;
  #fields = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Recursion is as deep as the schema, which has no cycles: unknown fields are skipped, groups refused. */
  message(name: MessageName, end: number, outermost: boolean): void {
    const fields = fieldsOf(name);
    while (this.#at < end && this.fault === null) {
      const tag = this.#varint(end, 0xffff_ffff);
      const wireType = tag % 8;
      const number = (tag - wireType) / 8;
      if (this.fault !== null) return;
      if (number === 0) this.fault = "must not have a field 0";
      else if (++this.#fields > MAX_FIELDS) this.fault = `must not have more than ${MAX_FIELDS} fields`;
      if (this.fault !== null) return;
      const field = fields.get(number);
      if (outermost && field === undefined) this.unknown.push(number);
      if (outermost && field !== undefined) this.known.add(number);
      this.#value(field, wireType, end, outermost && number === REQUEST_ID);
    }
  }

  #value(field: Field | undefined, wireType: number, end: number, isRequestId: boolean): void {
    const isPacked =
      field?.mode === "repeated" && wireType === DELIMITED && wireTypes[field.kind] !== DELIMITED;
    if (field !== undefined && !isPacked && wireTypes[field.kind] !== wireType) {
      this.fault = `field ${field.number} must have another wire type`;
      return;
    }
    switch (wireType) {
      case VARINT:
      case FIXED64: {
        const value = this.#scalar(field?.kind ?? (wireType === VARINT ? "uint64" : "fixed64"), end);
        if (isRequestId && this.fault === null) this.requestId = value;
        return;
      }
      case FIXED32:
        this.#skip(4, end);
        return;
      case DELIMITED:
        this.#delimited(field, isPacked, end);
        return;
      default: // 3 and 4 are groups, which proto3 does not have; 6 and 7 are nothing.
        this.fault = "must not have groups or unknown wire types";
    }
  }

  #delimited(field: Field | undefined, isPacked: boolean, end: number): void {
    const length = this.#varint(end, 0xffff_ffff);
    if (this.fault !== null) return;
    const innerEnd = this.#at + length;
    if (innerEnd > end) {
      this.fault = "must not end inside a field";
    } else if (field !== undefined && isPacked) {
      while (this.#at < innerEnd && this.fault === null) this.#scalar(field.kind, innerEnd);
    } else if (field?.kind === "message") {
      this.message(field.of as MessageName, innerEnd, false);
    } else {
      this.#at = innerEnd;
    }
  }

  /** A number; 0 stands for one of fixed length, which only the decoder reads. */
  #scalar(kind: Kind, end: number): number {
    if (kind !== "fixed64")
      return this.#varint(end, kind === "uint32" ? 0xffff_ffff : Number.POSITIVE_INFINITY);
    this.#skip(8, end);
    return 0;
  }

  #skip(bytes: number, end: number): void {
    this.#at += bytes;
    if (this.#at > end) this.fault = "must not end inside a field";
  }

  /** A number of at most 64 bits, in at most 10 bytes; not exact above 2^53, which nothing here needs. */
  #varint(end: number, max: number): number {
    let value = 0;
    let unit = 1;
    for (let length = 0; length < 10; length++) {
      if (this.#at >= end) {
        this.fault = "must not end inside a field";
        return 0;
      }
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) {
        if (value > max || (length === 9 && byte > 1)) this.fault = "must not have a number out of range";
        return value;
      }
      unit *= 128;
    }
    this.fault = "must not have a number of more than 10 bytes";
    return 0;
  }
}
