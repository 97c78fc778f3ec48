/** What an external validator says of somebody who comes with its account. */

export type Validation = { readonly id: string; readonly username: string } | "invalid" | "unreachable";

/** The name of what somebody with its account pays for; null for nothing, and where nobody answers. Never rejects. */
export type AskSubscription = (username: string) => Promise<string | null>;

/** Asks it. Never rejects; "unreachable" where no answer came in time. */
export type AskValidator = (key: string, validator: string) => Promise<Validation>;
