/** What is used of `irc-framework` 4.14, which comes without types. */

declare module "irc-framework" {
  export interface Tags {
    readonly [name: string]: string | undefined;
  }

  /** What every event has that somebody caused. */
  export interface From {
    readonly nick: string;
    readonly ident: string;
    readonly hostname: string;
    /** Milliseconds, where the server says when. */
    readonly time?: number;
    readonly account?: string;
    readonly tags: Tags;
    /** The batch that it stood in. */
    readonly batch?: { readonly id: string; readonly type: string; readonly params: readonly string[] };
  }

  export interface Spoken extends From {
    /** By no user, but the server itself. */
    readonly from_server: boolean;
    readonly target: string;
    readonly message: string;
  }

  export interface Events {
    registered: { readonly nick: string };
    "server options": { readonly options: Client["network"]["options"] };
    close: boolean;
    "socket close": Error | false | undefined;
    privmsg: Spoken;
    notice: Spoken;
    action: Spoken;
    tagmsg: Omit<Spoken, "message">;
    join: From & { readonly channel: string };
    part: From & { readonly channel: string; readonly message: string };
    kick: From & { readonly channel: string; readonly kicked: string; readonly message: string };
    quit: From & { readonly message: string };
    nick: From & { readonly new_nick: string };
    topic: Partial<From> & { readonly channel: string; readonly topic: string };
    userlist: { readonly channel: string; readonly users: readonly { readonly nick: string }[] };
    "channel info": {
      readonly channel: string;
      readonly raw_modes?: string;
      readonly raw_params?: readonly string[];
    };
    "user updated": From & { readonly new_ident?: string; readonly new_hostname?: string };
    "displayed host": { readonly nick: string; readonly hostname: string };
    "nick in use": { readonly nick: string };
    "nick invalid": { readonly nick: string; readonly reason: string };
    "irc error": {
      readonly error: string;
      readonly channel?: string;
      readonly nick?: string;
      readonly reason?: string;
      readonly tags?: Tags;
    };
    pong: { readonly message: string; readonly time?: number };
    "sasl failed": { readonly reason: string; readonly message?: string };
    "batch end chathistory": {
      readonly params: readonly string[];
      readonly commands: readonly {
        readonly tags: { readonly [name: string]: string | undefined };
      }[];
    };
    "unknown command": From & { readonly command: string; readonly params: readonly string[] };
  }

  export interface ConnectOptions {
    host: string;
    port: number;
    nick: string;
    username: string;
    gecos: string;
    tls: boolean;
    rejectUnauthorized: boolean;
    password?: string;
    account?: { account?: string; password?: string };
    client_certificate?: { private_key: string; certificate: string };
    sasl_mechanism?: string;
    sasl_disconnect_on_fail: boolean;
    auto_reconnect: boolean;
    enable_chghost: boolean;
    enable_echomessage: boolean;
    ping_interval: number;
    ping_timeout: number;
    version: string;
  }

  export class Client {
    constructor(options: ConnectOptions);
    readonly user: { readonly nick: string };
    readonly network: {
      readonly name: string;
      readonly options: { readonly [token: string]: unknown };
      readonly cap: { isEnabled(name: string): boolean };
      supportsTag(name: string): boolean;
    };
    readonly connection: {
      readonly connected: boolean;
      readonly transport: { readonly socket: { pause(): void; resume(): void } | null } | null;
    };
    on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): this;
    requestCap(names: readonly string[]): void;
    connect(): void;
    quit(reason: string): void;
    changeNick(nick: string): void;
    raw(line: string): void;
    caseCompare(a: string, b: string): boolean;
    caseLower(text: string): string;
  }
}
