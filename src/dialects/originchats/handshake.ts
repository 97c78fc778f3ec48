/** The first frame of a connection (`docs/protocols/originchats.md` section 3). */

import { takes } from "./inbound.ts";
import {
  type AuthMode,
  OTHER_CAPABILITIES,
  type Packet,
  PERMISSION_NAMES,
  POST_CONTENT,
  PROTOCOL_VERSION,
  SEARCH_RESULTS,
} from "./wire.ts";

/** What a server says of itself. */
export interface About {
  readonly name: string;
  readonly owner: string;
  readonly mode: AuthMode;
  readonly maxFileBytes: number;
  /** Subscriptions whose files have no end. */
  readonly permanentTiers: readonly string[];
  /** Addresses of pictures; "" for none. */
  readonly icon: string;
  readonly banner: string;
  /** By which clients reach the server; "" where nobody said so. */
  readonly url: string;
}

/** What goes before the paths of a space; "" for the default one. */
export function pathOf(slug: string | null): string {
  return slug === null ? "" : `/s/${slug}`;
}

export function handshake(
  { name, owner, mode, maxFileBytes, permanentTiers, icon, banner, url }: About,
  validatorKey: string,
): Packet {
  return {
    cmd: "handshake",
    val: {
      server: {
        name,
        owner: { name: owner },
        ...(icon === "" ? {} : { icon }),
        ...(banner === "" ? {} : { banner }),
        ...(url === "" ? {} : { url }),
      },
      limits: { post_content: POST_CONTENT, search_results: SEARCH_RESULTS },
      attachments: {
        enabled: true,
        max_size: maxFileBytes,
        allowed_types: ["*"],
        max_attachments_per_user: -1,
        permanent_tiers: permanentTiers,
      },
      version: PROTOCOL_VERSION,
      validator_key: validatorKey,
      capabilities: [...new Set([...takes, ...OTHER_CAPABILITIES])].sort(),
      permissions: PERMISSION_NAMES,
      auth_mode: mode,
    },
  };
}
