/** Which addresses belong to the public internet: what users point us at may reach nothing else. */

import { BlockList, isIP } from "node:net";

/** IPv4 that is no public host's: own, private, shared, link-local, documentation, benchmarks, multicast, reserved. */
const CLOSED_V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

/** Within 2000::/3, what carries an IPv4 address inside (Teredo, 6to4) or is no host's. */
const CLOSED_V6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const closed = new BlockList();
for (const [net, prefix] of CLOSED_V4) closed.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of CLOSED_V6) closed.addSubnet(net, prefix, "ipv6");

/** IPv6 is the other way round: only this part of it is in use. Mapped, translated and local addresses lie outside. */
const global = new BlockList();
global.addSubnet("2000::", 3, "ipv6");

/** Whether an address, as digits, is one of the public internet. False for what is no address. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !closed.check(address, "ipv4");
  return version === 6 && global.check(address, "ipv6") && !closed.check(address, "ipv6");
}
