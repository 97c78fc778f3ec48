/** Arbitrary messages for property tests, made from the generated tables. */

import fc from "fast-check";
import { type Field, messages, type Types } from "./gen/fields.ts";
import type { Fields, MessageName } from "./make.ts";

/** Any message of the name, with values from the whole range of each field. */
export function arbitraryMessage<K extends MessageName>(name: K): fc.Arbitrary<Types[K]> {
  return anyMessage(name) as fc.Arbitrary<unknown> as fc.Arbitrary<Types[K]>;
}

function anyMessage(name: MessageName): fc.Arbitrary<Fields> {
  const variants = messages[name].filter(({ mode }) => mode === "variant");
  const fields: Record<string, fc.Arbitrary<unknown>> = {};
  for (const field of messages[name]) if (field.mode !== "variant") fields[field.name] = anyField(field);
  if (variants.length > 0) {
    const index = fc.nat({ max: variants.length - 1 });
    fields.event = index.chain((at) => anyVariant(variants[at] ?? variants[0]));
  }
  return fc.record(fields);
}

function anyVariant(field: Field | undefined): fc.Arbitrary<unknown> {
  return field === undefined
    ? fc.constant(undefined)
    : fc.record({ $case: fc.constant(field.name), value: anyValue(field) });
}

function anyField(field: Field): fc.Arbitrary<unknown> {
  if (field.mode === "repeated") return fc.array(anyValue(field), { maxLength: 2 });
  if (field.mode === "optional" || field.kind === "message")
    return fc.option(anyValue(field), { nil: undefined });
  return anyValue(field);
}

function anyValue({ kind, of }: Field): fc.Arbitrary<unknown> {
  switch (kind) {
    case "string":
      return fc.oneof(fc.constant(""), fc.string({ unit: "binary", maxLength: 8 }));
    case "bool":
      return fc.boolean();
    case "uint32":
      return fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff_ffff }));
    case "uint64":
    case "fixed64":
      return fc.oneof(fc.constant(0), fc.maxSafeNat());
    case "bytes":
      return fc.uint8Array({ maxLength: 8 });
    case "enum":
      return fc.nat({ max: 2 });
    case "message":
      return anyMessage(of as MessageName);
  }
}
