/** Schemas as checks of values from outside. */

import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";

/** Why a value does not fit, as the library says it: one entry for each place, in the order of the schema. */
export interface SchemaFault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message: string;
  readonly params: object;
}

export interface SchemaCheck<S extends TSchema> {
  /** True when a value fits. */
  fits(value: unknown): value is Static<S>;
  /** Why it does not; empty when it does. */
  faults(value: unknown): readonly SchemaFault[];
}

/**
 * The check for a schema, compiled when it is first needed: there are hundreds, every thread has its own, and compiling
 * all of them would double the time that a start takes.
 */
export function schemaCheck<S extends TSchema>(schema: S): SchemaCheck<S> {
  let compiled: ReturnType<typeof Compile<S>> | null = null;
  const ready = (): ReturnType<typeof Compile<S>> => {
    compiled ??= Compile(schema);
    return compiled;
  };
  return {
    fits: (value): value is Static<S> => ready().Check(value),
    faults: (value) => ready().Errors(value),
  };
}
