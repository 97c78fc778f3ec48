/**
 * The texts that clients of OriginChats know: all that the dialect says to people (`docs/protocols/originchats.md`).
 *
 * Some clients match on them (section 14.5), so that none may be changed.
 */

export const TEXTS = {
  // Sections 2, 4 and 5.
  authenticationRequired: "Authentication required",
  unknownCommand: "Unknown command: {command}",
  authenticated: "Authentication successful",
  roturDisabled: "Rotur authentication is disabled. Use login or register commands.",
  registrationDisabled: "Registration is disabled",
  credentialsRequired: "Username and password required",
  usernameLength: "Username must be 2-32 characters",
  passwordLength: "Password must be 4-72 characters",
  usernameCharacters: "Username can only contain letters, numbers, hyphens, and underscores",
  usernameTaken: "Username already taken",
  userNotFound: "User not found",
  roturAccount: "This account uses Rotur authentication",
  invalidPassword: "Invalid password",
  bannedHere: "Access denied: You are banned from this server",
  invalidAuthentication: "Invalid authentication",
  invalidFrame: "Invalid message format: expected a dictionary",
  internal: "Something went wrong on the server",
  tooFast: "Rate limit exceeded. Wait {seconds} seconds",
} as const;

/** A text with its places filled in. */
export function text(template: string, places: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}
