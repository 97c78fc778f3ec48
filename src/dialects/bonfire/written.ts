/** JSON texts of messages that many are told and that do not change: those that are frozen. */

const texts = new WeakMap<object, string>();

/** The text of a frozen message if it was written before. */
export function textOf(message: object): string | undefined {
  return texts.get(message);
}

/** Keeps the text of a message if it is frozen; gives the text. */
export function keepText(message: object, text: string): string {
  if (Object.isFrozen(message)) texts.set(message, text);
  return text;
}
