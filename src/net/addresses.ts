/** Who a peer is: its address, also behind a proxy, and the group that limits count it in. */

/**
 * The peer's address: the socket's, or what a trusted proxy says.
 *
 * Each proxy appends to X-Forwarded-For the address it was called from, so the list is read from its end for as
 * long as the speaker is trusted; what stands further left may be anybody's invention.
 */
export function peerAddress(
  socketAddress: string,
  forwardedFor: string | null,
  trustedProxies: ReadonlySet<string>,
): string {
  let address = plain(socketAddress);
  const said = forwardedFor?.split(",") ?? [];
  while (trustedProxies.has(address)) {
    const before = plain(said.pop()?.trim() ?? "");
    if (before === "" || before.length > MAX_ADDRESS) return address;
    address = before;
  }
  return address;
}

/** Characters of the longest address: IPv6 with an IPv4 tail. */
const MAX_ADDRESS = 45;

/** An IPv4 address as it is, an IPv6 one as its /64: a single customer is given at least that much. */
export function addressGroup(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(zeros).fill("0"), ...right].slice(0, 4).join(":");
}

/** An IPv4 address that a socket for both kinds shows as IPv6 is one and the same peer. */
function plain(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
