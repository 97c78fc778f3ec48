/** Text of others as Markdown that shows it: it formats nothing, links to nothing and mentions nobody. */
export function escapeMarkup(line: string): string {
  return line.replace(/\p{Cc}+/gu, " ").replace(/[\\*_~`|<>[\]()#@!]/g, "\\$&");
}
