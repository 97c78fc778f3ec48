/** The link that an invite is given as; the page that it opens registers with it. */
export function inviteAddress(server: string, code: string): string {
  return `${server}/#invite=${code}`;
}
