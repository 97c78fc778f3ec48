/** Who is signed in on this device, and where. */

export interface Account {
  /** The server's address, e.g. "https://chat.example". */
  readonly server: string;
  readonly token: string;
  readonly handle: string;
  /** The name in addresses of the space that is open; "" = the default one. */
  readonly space: string;
}

const KEY = "koine.account";

/** Null when nobody is signed in, or the browser keeps nothing for us. */
export function readAccount(): Account | null {
  try {
    const {
      server,
      token,
      handle,
      space = "",
    } = JSON.parse(localStorage.getItem(KEY) ?? "null") as Partial<Account> & Omit<Account, "space">;
    return typeof token === "string" && typeof server === "string" ? { server, token, handle, space } : null;
  } catch {
    return null;
  }
}

export function keepAccount(account: Account | null): void {
  if (account === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(account));
}

/** Hear when another tab signs in or out; the result ends it. */
export function onAccount(hear: (account: Account | null) => void): () => void {
  const heard = ({ key }: StorageEvent): void => {
    if (key === KEY || key === null) hear(readAccount());
  };
  addEventListener("storage", heard);
  return () => removeEventListener("storage", heard);
}

/** What is kept for one account alone, apart from others on the same device. */
export function keyOf({ server, handle }: Account, what: string): string {
  return `koine.${what}.${server}.${handle.toLowerCase()}`;
}

/** Where the gateway and the calls of the open space are. */
export function addressOfSpace({ server, space }: Account): string {
  return space === "" ? server : `${server}/s/${space}`;
}
