/** What an external validator says of somebody who comes with its account. */

export type Validation = { readonly id: string; readonly username: string } | "invalid" | "unreachable";

/** Asks it. Never rejects; "unreachable" where no answer came in time. */
export type AskValidator = (key: string, validator: string) => Promise<Validation>;
