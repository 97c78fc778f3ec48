/** Embeds that a client writes. */

import type { EmbedsInput } from "../../../core/embeds.ts";
import type { Embed } from "../gen/gateway.ts";

/** What the core takes; null where there is a picture, a video or a kind that none but the server makes. */
export function embedsIn(embeds: readonly Embed[]): EmbedsInput | null {
  if (embeds.some(isMade)) return null;
  return embeds.map(
    ({ url, title, description, author_name, author_url, color, footer, created, fields }) => ({
      url,
      title,
      description,
      authorName: author_name,
      authorUrl: author_url,
      color,
      footer,
      at: created,
      fields: fields.map(({ name, value, inline }) => ({ name, value, inline })),
    }),
  );
}

function isMade({ kind, image_url, thumbnail_url, video_url, site_name }: Embed): boolean {
  return (kind !== "" && kind !== "rich") || [image_url, thumbnail_url, video_url, site_name].join("") !== "";
}
