/**
 * Every key of the configuration: one schema, from which come the types, the checks, the variables' names and
 * `koine.toml.sample`.
 *
 * To add a key: a line here, in a section (or a new section) or at the top; then `bun scripts/generate.ts` for the
 * sample. `[limits] frame_bytes` is `config.limits.frame_bytes` in the code and KOINE_LIMITS_FRAME_BYTES as a
 * variable. A key whose new value a running server takes is marked `reloads`, and is taken up in `cli/live.ts`.
 */

import { Type } from "typebox";
import { checkNetwork } from "./networks.ts";
import {
  address,
  bytes,
  checkHost,
  checkIceUrl,
  checkOrigin,
  choice,
  codeHook,
  count,
  duration,
  flag,
  list,
  optionalAddress,
  origin,
  rate,
  storeUrl,
  text,
} from "./values.ts";

const limits = Type.Object(
  {
    connections: count(20_000, {
      description: "Open WebSocket connections of the server. More are refused with 503.",
      reloads: true,
    }),
    connections_per_address: count(200, {
      description: "Open WebSocket connections of one IPv4 address or IPv6 /64. More are refused with 429.",
      reloads: true,
    }),
    frame_bytes: bytes("4 MiB", {
      description:
        "Bytes of one incoming frame. A longer one closes the connection with 1009. Dialects may allow less.",
    }),
    open_answers: count(64, {
      description: "Answers that a connection is owed. Further frames wait, and the peer is not read.",
      reloads: true,
    }),
    queued_bytes: bytes("16 MiB", {
      description: "Bytes of frames of a connection that wait for their turn. Above, it ends as too slow.",
      reloads: true,
    }),
    soft_buffer_bytes: bytes("1 MiB", {
      description:
        "Bytes a peer has not read, above which it may stay for soft_buffer_time; then it ends as too slow.",
      reloads: true,
    }),
    soft_buffer_time: duration("10 s", { description: "See soft_buffer_bytes.", reloads: true }),
    hard_buffer_bytes: bytes("4 MiB", {
      description: "Bytes a peer has not read, above which it is cut off at once.",
    }),
    drained_bytes: bytes("256 KiB", {
      description: "Bytes a peer has not read, below which a long transfer to it goes on.",
      reloads: true,
    }),
    ping_interval: duration("30 s", { description: "Time between two pings.", reloads: true }),
    voice_ping_interval: duration("2 s", {
      description: "Time between two pings of whoever is in a voice room or call.",
      reloads: true,
    }),
    missed_pongs: count(2, {
      description:
        "Pings in a row without a sign of life. At the next one due, the connection ends as silent.",
      reloads: true,
    }),
    close_time: duration("5 s", {
      description: "Time a closing connection has for reading what was sent to it. Then it is cut off.",
      reloads: true,
    }),
    stop_time: duration("5 s", {
      description:
        "Time that connections and calls have for ending when the server stops. Then they are cut off.",
      reloads: true,
    }),
    body_bytes: bytes("64 KiB", {
      description: "Bytes of an HTTP call's body. A larger one is answered with 413.",
    }),
    http_idle_time: duration(
      "30 s",
      { description: "Time that an HTTP connection may be idle. Then it is closed." },
      { min: 1_000, max: 255_000 },
    ),
    bonfire: rate("50 per 5 s", {
      description:
        "Commands of one user through Bonfire and the HTTP calls. Above, the answer is rate_limited; it says how long to wait.",
      reloads: true,
    }),
    i386chat: rate("20 per 4 s", {
      description: "Commands of one user through i386chat. Above, error 4002; who goes on is closed.",
      reloads: true,
    }),
    big: rate("200 per 6667 ms", {
      description: "Requests of one BIG connection, and HTTP calls of one user. Above, Too many requests.",
      reloads: true,
    }),
    originchats: rate("100 per 10 s", {
      description:
        "Commands of one user through OriginChats. Above, rate_limit; [originchats] bounds writing besides.",
      reloads: true,
    }),
    uploads: rate("100 per 20 s", {
      description: "Files, and parts of files, of one user. Above, the answer is rate_limited.",
      reloads: true,
    }),
    webhooks: rate("30 per 30 s", {
      description:
        "Messages that one webhook posts, changes and deletes. Above, the answer is 429; it says how long to wait.",
      reloads: true,
    }),
    sign_in: rate("20 per 1 m", {
      description: "Attempts to sign in or to register from one address. Above, the answer is rate_limited.",
      reloads: true,
    }),
    sign_in_account: rate("10 per 1 m", {
      description:
        "Attempts to sign in to one account, from anywhere. Above, the answer is rate_limited, with the right password too.",
      reloads: true,
    }),
    codes: rate("3 per 10 m", {
      description: "Codes sent to one phone number. Above, none is sent; the answer is 429.",
      reloads: true,
    }),
    codes_address: rate("10 per 10 m", {
      description: "Codes that one address may have sent to phone numbers. Above, the answer is 429.",
      reloads: true,
    }),
    phone_lookups: rate("60 per 10 m", {
      description: "Times that one user looks for others by phone numbers. Above, the answer is 429.",
      reloads: true,
    }),
  },
  { description: "What one peer may do to the server, and what happens when it does more." },
);

export const schema = Type.Object({
  data: text("koine-data", {
    description: "Directory of the database, the files and the signing keys. Made when it is not there.",
  }),
  listen: address("127.0.0.1:8080", {
    description: "Where all dialects and the HTTP calls answer. Port 0 takes any free one.",
  }),
  public_url: origin({
    description:
      "Scheme and host by which others reach this server: for the pictures of people, whose addresses backends hand on to other networks, and for the link with which the owner registers. Empty: networks are told of no pictures.",
    example: '"https://chat.example.org"',
  }),
  registration: choice("auto", ["auto", "open", "invite", "closed"], {
    description:
      'Who may register: "open" everybody, "invite" who has an invite, "closed" nobody. "auto" is open where only this machine can connect (listen is a loopback address, and there are no trusted_proxies), else invite.',
  }),
  trusted_proxies: list(
    {
      description:
        "Addresses and networks of the proxies in front of the server. Whom they name in forwarded_header is the peer that limits and logs mean. Everybody else's word is ignored.",
      example: '["127.0.0.1", "::1", "10.0.0.0/8"]',
      reloads: true,
    },
    checkNetwork,
  ),
  forwarded_header: choice("X-Forwarded-For", ["X-Forwarded-For", "Forwarded"], {
    description:
      "The header that the trusted proxies write the address of their caller into. Only this one is read: a proxy passes the other on as the client sent it.",
  }),
  tls: Type.Object(
    {
      certificate: text("", {
        description:
          "File with the certificate and its chain, as PEM. Empty: no TLS, which a proxy in front may do. A changed file is taken by itself: new connections get the new certificate, others live on; one that cannot be used is told in the log.",
        example: '"/etc/koine/fullchain.pem"',
      }),
      key: text("", {
        description: "File with the certificate's key, as PEM.",
        example: '"/etc/koine/privkey.pem"',
      }),
      check_interval: duration("10 s", { description: "How often the files are looked at." }),
    },
    { description: "Encryption of all ports." },
  ),
  store: Type.Object(
    {
      url: storeUrl("sqlite", {
        description:
          '"sqlite" keeps everything in a file in the data directory. The address of a PostgreSQL database keeps it there; files and keys stay in the data directory. Behind a pooler that hands out connections by the transaction, "?prepare=false" at its end makes no prepared statements.',
        example: '"postgres://koine:password@localhost:5432/koine"',
      }),
    },
    { description: "Where everything is kept." },
  ),
  limits,
  uploads: Type.Object(
    {
      max_bytes: bytes("32 MiB", {
        description: "Bytes of one file. A larger one is answered with too_large.",
      }),
      user_bytes: bytes("1 GiB", {
        description: "Bytes of all files of one user. At it, new files are refused with limit_reached.",
      }),
      instance_bytes: bytes("64 GiB", {
        description: "Bytes of all files. At it, new files are refused with limit_reached.",
      }),
    },
    { description: "Files that people attach." },
  ),
  outbound: Type.Object(
    {
      allowed_hosts: list(
        {
          description:
            "Hosts in networks of your own that webhooks, notifications and link previews may go to: a name or an address, or one with a port. All others must be on the public internet.",
          example: '["ci.example.lan:8080", "127.0.0.1:9000"]',
        },
        checkHost,
      ),
    },
    { description: "Requests that the server makes to addresses that its users chose." },
  ),
  previews: Type.Object(
    {
      enabled: flag(true, {
        description:
          "Whether the pages that messages link to are looked at, and shown in a box. Rooms can go without; see no_previews.",
      }),
      picture_bytes: bytes("256 MiB", {
        description:
          "Bytes of all pictures of other servers that are kept. At it, those that nobody asked for longest go.",
      }),
    },
    {
      description:
        "Boxes under messages with what linked pages say of themselves, and pictures of other servers.",
    },
  ),
  push: Type.Object(
    {
      contact: text("mailto:nobody@localhost.localdomain", {
        description:
          "Whom push services can turn to about notifications from here: an address of mail or the web. Some refuse servers that name nobody.",
      }),
    },
    { description: "Notifications on phones and in browsers." },
  ),
  web: Type.Object(
    {
      servers: list(
        {
          description:
            "Further Koine servers that people may choose where they sign in to the web client of this one. The page may connect to them and to no others.",
          example: '["https://chat.example.org"]',
        },
        checkOrigin,
      ),
      allowed_origins: list(
        {
          description:
            "Origins of other servers whose web clients may use this one: their pages may make its HTTP calls. Such a page sees what its user types, the password too.",
          example: '["https://chat.example.com"]',
        },
        checkOrigin,
      ),
    },
    { description: "The web client." },
  ),
  bonfire: Type.Object(
    {
      listen: optionalAddress({
        description: "A port where only Bonfire and the HTTP calls answer, Bonfire at / too. Empty: none.",
        example: "127.0.0.1:8081",
      }),
    },
    { description: "The native protocol." },
  ),
  voice: Type.Object(
    {
      stun: list(
        {
          description: "STUN servers that the clients are told of.",
          example: "stun:stun.example.org:3478",
        },
        checkIceUrl("stun"),
      ),
      turn: list(
        {
          description: "TURN servers, for those whom no other way leads to each other.",
          example: "turn:turn.example.org:3478?transport=udp",
        },
        checkIceUrl("turn"),
      ),
      turn_secret: text("", {
        description:
          "The secret shared with the TURN servers (coturn: static-auth-secret), from which credentials are made.",
      }),
      turn_time: duration("12 h", { description: "For how long a TURN credential is good." }),
    },
    {
      description:
        "Voice rooms and calls. The sound flows between the clients; these help them to find each other.",
    },
  ),
  i386chat: Type.Object(
    {
      listen: optionalAddress({
        description: "A port where only i386chat answers, at / too. Empty: none.",
        example: "127.0.0.1:8082",
      }),
    },
    { description: "The i386chat gateway." },
  ),
  big: Type.Object(
    {
      listen: optionalAddress({
        description: "A port where only BIG answers. Empty: none.",
        example: "127.0.0.1:8787",
      }),
      secret: text("", {
        description:
          "What signs BIG's access tokens (HS256). Whoever knows it can be anybody. Empty: one is made at the first start and kept in the data directory.",
        example: '"a long random text"',
      }),
      origin: text("", {
        description:
          "Scheme and host by which clients reach this server, for the addresses of files. Empty: as each client names it.",
        example: '"https://chat.example.org"',
      }),
      silence: duration("20 s", {
        description: "Time without any frame of a client. Then its connection is closed.",
      }),
      resend_time: duration("5 s", { description: "Time without an ack. Then an event is sent again." }),
      code_hook: codeHook({
        description:
          'Who sends codes to phone numbers: an address of yours that takes {"phoneNumber", "code"} by POST and answers 2xx. Empty: nobody, so nobody signs in by phone number. "log" writes the codes into the log: for development.',
        example: '"https://codes.example.org/send"',
      }),
      service_key: text("", {
        description:
          "What a calls service of yours sends to POST /calls/start and /calls/close: Authorization: Bearer and the key. Whoever has it can keep calls in everybody's name. Empty: both are refused.",
        example: '"a long random text"',
      }),
      push_gateway: text("", {
        description:
          "A UnifiedPush gateway of yours for devices of Apple's: what is for one goes to this address, the kind of token and the token. Empty: only devices with an address of their own are notified.",
        example: '"https://push.example.org/apns"',
      }),
      test_numbers: choice("off", ["off", "on"], {
        description:
          "Whether phone numbers that begin with +999 get no code and sign in with 000000: for tests. Anybody can be all of them.",
      }),
    },
    { description: "The BIG messenger's wire." },
  ),
  originchats: Type.Object(
    {
      listen: optionalAddress({
        description: "A port where only OriginChats answers, at / too. Empty: none.",
        example: "127.0.0.1:5613",
      }),
      auth_mode: choice("cracked-only", ["cracked-only", "cracked", "rotur"], {
        description:
          'Who comes in: "cracked-only" accounts of this server, "rotur" those whom the validator knows, "cracked" both.',
      }),
      url: text("", {
        description:
          "Scheme and host by which clients reach this server, for the addresses of files and pictures. Empty: their addresses are relative, which clients on another origin cannot use.",
        example: '"https://chat.example.org"',
      }),
      validator: text("https://api.rotur.dev/validate", {
        description: "Where the validator is asked about those who come with its accounts.",
      }),
      validator_time: duration("5 s", { description: "Time the validator has for its answer." }),
      file_time: duration(
        "0 s",
        {
          description:
            "How long files that come through OriginChats are kept at most, though their messages stay; larger ones are kept for a shorter time. The reference server keeps them for 7 d. 0 s = as long as their messages.",
        },
        { min: 0 },
      ),
      permanent_tiers: text("pro, max", {
        description:
          "Subscriptions of the validator's accounts whose files are kept as long as their messages, with commas between.",
      }),
      profiles: text("https://api.rotur.dev/profile", {
        description:
          "Where is asked what the validator's accounts are subscribed to, when they upload a file.",
      }),
      messages_per_minute: count(60, {
        description: "Messages, edits and typing of one user in a minute; 0 = without bound.",
      }),
      burst_limit: count(10, {
        description:
          "Messages, edits and typing of one user in ten seconds; above, the cooldown. 0 = without bound.",
      }),
      cooldown: duration("30 s", { description: "How long nothing is taken after too many at once." }),
    },
    { description: "OriginChats clients and bots." },
  ),
  metrics: Type.Object(
    {
      listen: optionalAddress({
        description:
          "A port where only GET /metrics answers, for Prometheus. Without a token everybody who reaches it may read them. Empty: none.",
        example: "127.0.0.1:9100",
      }),
      token: text("", {
        description:
          "With it GET /metrics answers on the shared port too, and everywhere only who sends it: Authorization: Bearer and the token. Empty: not on the shared port.",
        example: '"a long random text"',
      }),
    },
    { description: "Figures for Prometheus; docs/metrics.md lists them." },
  ),
});
