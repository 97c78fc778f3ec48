/** Who a peer is: its address, also behind a proxy, and the group that limits count it in. */

import { BlockList, isIP } from "node:net";

/** What a proxy tells its caller's address in. */
export type ForwardedHeader = "X-Forwarded-For" | "Forwarded";

/** Tells of an address, as a socket shows it, whether it is in the set. */
export type AddressSet = (address: string) => boolean;

/**
 * The peer's address: the socket's, or what a trusted proxy says.
 *
 * Each proxy appends the address it was called from, so the list is read from its end for as long as the speaker is
 * trusted; what stands further left may be anybody's invention. Only the one header that the proxies are known to
 * write is read: another might come from the client as it is.
 */
export function peerAddress(
  socketAddress: string,
  headers: Headers,
  header: ForwardedHeader,
  isTrusted: AddressSet,
): string {
  let address = plain(socketAddress);
  if (!isTrusted(address)) return address;
  const text = headers.get(header) ?? "";
  const said = (header === "Forwarded" ? text.split(",").map(forOf) : text.split(",")).slice(-MAX_PROXIES);
  while (isTrusted(address)) {
    const before = plain(withoutPort(said.pop()?.trim() ?? ""));
    if (isIP(before) === 0) return address;
    address = before;
  }
  return address;
}

/** Proxies that a call may come through. */
const MAX_PROXIES = 16;

/** Addresses and networks, as in "10.0.0.0/8" and "2001:db8::/32". Throws a sentence about the one that is neither. */
export function addressSet(networks: readonly string[]): AddressSet {
  if (networks.length === 0) return () => false;
  const list = new BlockList();
  for (const network of networks) {
    const [, address = "", prefix] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(network) ?? [];
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const length = Number(prefix ?? most);
    if (version === 0 || length > most) {
      throw new Error(`"${network}" is no address and no network, as 10.0.0.0/8 and 2001:db8::/32 are`);
    }
    list.addSubnet(address, length, version === 4 ? "ipv4" : "ipv6");
  }
  return (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** The `for` of one element of a Forwarded header (RFC 7239, section 4), or "" when it has none. */
function forOf(element: string): string {
  return /(?:^|;)\s*for\s*=\s*(?:"([^"\\]*)"|([^";\s]*))\s*(?:;|$)/i.exec(element)?.slice(1).join("") ?? "";
}

/** "192.0.2.1:80" and "[2001:db8::1]:80" without their ports, which some proxies write. */
function withoutPort(address: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
}

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
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address.toLowerCase();
}
