/** Structured log lines. Fields never hold a token, a password or the text of a message. */

export type Fields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}
