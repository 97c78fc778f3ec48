/**
 * The first tables, as the other store has them after its migrations up to 025, and what every instance
 * begins with: a space with a text room. From here on both stores take the same numbers.
 */

import { EVERYONE_ROLE } from "../../../core/accounts.ts";
import { EVERYONE, SYSTEM_ROLES } from "../../../core/permissions.ts";
import type { Migration } from "../schema.ts";

const TABLES = [
  `create table meta (
    key text primary key,
    value text not null
  )`,
  `create table node (
    number bigint primary key,
    holder text not null,
    batch bigint not null
  )`,
  `create table "user" (
    id bigint primary key,
    handle text not null unique,
    name text not null,
    bot bigint not null,
    password_hash text,
    created bigint not null,
    owner bigint,
    deleted bigint not null default 0,
    backend text,
    remote_id text,
    avatar text not null default '',
    banner text not null default '',
    bio text not null default '',
    status_text text not null default '',
    color bigint not null default 0,
    fields text not null default '[]',
    tokens_valid_after bigint not null default 0
  )`,
  `create table token (
    id bigint primary key,
    "user" bigint not null,
    hash text not null unique,
    created bigint not null,
    kind text not null default 'login',
    client text not null default '',
    scopes text,
    seen bigint not null default 0
  )`,
  `create table session (
    id bigint primary key,
    "user" bigint not null,
    token bigint not null,
    resume_hash text not null unique,
    epoch text not null,
    seen bigint not null,
    room bigint,
    space bigint not null default 0
  )`,
  `create table space (
    id bigint primary key,
    slug text not null unique,
    name text not null,
    owner bigint,
    default_room bigint not null,
    staff bigint,
    description text not null default '',
    icon text not null default '',
    locked_down bigint not null default 0
  )`,
  `create table role (
    id bigint primary key,
    space bigint not null,
    name text not null,
    position bigint not null,
    permissions text not null,
    color bigint not null default 0,
    hoisted bigint not null default 0,
    mentionable bigint not null default 0,
    self_assignable bigint not null default 0,
    category text not null default ''
  )`,
  `create table member (
    space bigint not null,
    "user" bigint not null,
    roles text not null,
    joined bigint not null,
    nickname text not null default '',
    timeout_until bigint not null default 0,
    primary key (space,
    "user")
  )`,
  `create table room (
    id bigint primary key,
    space bigint,
    kind text not null,
    name text not null,
    name_key text not null,
    topic text not null,
    parent bigint,
    position bigint not null,
    creator bigint,
    created bigint not null,
    slow_mode bigint not null default 0,
    archived bigint not null default 0,
    user_limit bigint not null default 0,
    owner bigint,
    overrides text not null default '[]',
    backend text,
    remote_id text,
    locked bigint not null default 0,
    tags text not null default '[]',
    archive_after bigint not null default 0,
    under bigint,
    nonce text,
    activity bigint not null default 0,
    messages bigint not null default 0
  )`,
  `create table counter (
    id bigint primary key,
    seq bigint not null,
    n bigint not null
  )`,
  `create table log (
    stream bigint not null,
    seq bigint not null,
    type text not null,
    at bigint not null,
    origin bigint not null,
    "user" bigint not null,
    subject bigint not null,
    detail text,
    primary key (stream, seq)
  )`,
  `create table message (
    id bigint primary key,
    room bigint not null,
    n bigint not null,
    kind text not null,
    author bigint not null,
    text text not null,
    reply_to bigint,
    of bigint,
    nonce text,
    created bigint not null,
    edited bigint,
    deleted bigint,
    mentions text,
    f_message bigint,
    f_room bigint,
    f_author bigint,
    f_created bigint
  )`,
  `create table reaction (
    message bigint not null,
    emoji text not null,
    "user" bigint not null,
    at bigint not null,
    primary key (message, emoji,
    "user")
  )`,
  `create table slow (
    room bigint not null,
    "user" bigint not null,
    at bigint not null,
    primary key (room,
    "user")
  )`,
  `create table ban (
    space bigint not null,
    "user" bigint not null,
    by bigint not null,
    reason text not null,
    at bigint not null,
    until bigint not null,
    primary key (space,
    "user")
  )`,
  `create table audit (
    id bigint primary key,
    space bigint not null,
    at bigint not null,
    by bigint not null,
    action text not null,
    target bigint not null,
    before text not null,
    after text not null,
    reason text not null
  )`,
  `create table room_member (
    room bigint not null,
    "user" bigint not null,
    joined bigint not null,
    primary key (room,
    "user")
  )`,
  `create table dialog (
    low bigint not null,
    high bigint not null,
    room bigint not null,
    primary key (low, high)
  )`,
  `create table block (
    "user" bigint not null,
    blocked bigint not null,
    at bigint not null,
    primary key ("user", blocked)
  )`,
  `create table invite (
    id bigint primary key,
    space bigint not null,
    code text not null unique,
    creator bigint not null,
    roles text not null,
    uses bigint not null,
    max_uses bigint not null,
    expires bigint not null,
    created bigint not null
  )`,
  `create table code (
    hash text primary key,
    purpose text not null,
    "user" bigint not null,
    expires bigint not null
  )`,
  `create table mention (
    room bigint not null,
    "user" bigint not null,
    n bigint not null,
    message bigint not null,
    primary key (room,
    "user", n)
  )`,
  `create table revision (
    message bigint not null,
    number bigint not null,
    at bigint not null,
    text text not null,
    primary key (message, number)
  )`,
  `create table pin (
    id bigint generated by default as identity primary key,
    room bigint not null,
    message bigint not null unique,
    by bigint not null,
    at bigint not null
  )`,
  `create table departed (
    space bigint not null,
    "user" bigint not null,
    timeout_until bigint not null,
    primary key (space,
    "user")
  )`,
  `create table receipt (
    room bigint not null,
    "user" bigint not null,
    since bigint not null default 0,
    read_id bigint not null default 0,
    read_n bigint not null default 0,
    read_at bigint not null default 0,
    delivered_id bigint not null default 0,
    delivered_n bigint not null default 0,
    delivered_at bigint not null default 0,
    primary key (room,
    "user")
  )`,
  `create table attachment (
    id bigint primary key,
    owner bigint not null,
    key text not null unique,
    hash text not null,
    size bigint not null,
    name text not null,
    media_type text not null,
    width bigint not null,
    height bigint not null,
    animated bigint not null,
    thumbnail_key text unique,
    thumbnail_hash text,
    description text not null,
    spoiler bigint not null,
    created bigint not null,
    used_as text,
    used_by bigint,
    position bigint not null default 0
  )`,
  `create table upload (
    id bigint primary key,
    owner bigint not null,
    size bigint not null, "offset" bigint not null,
    name text not null,
    description text not null,
    spoiler bigint not null,
    created bigint not null,
    attachment bigint
  )`,
  `create table loose_blob (
    hash text primary key
  )`,
  `create table storage (
    "user" bigint primary key,
    bytes bigint not null
  )`,
  `create table presence (
    "user" bigint primary key,
    status text not null default 'online',
    text text not null default '',
    until bigint not null default 0,
    last_seen bigint not null default 0
  )`,
  `create table emoji (
    id bigint primary key,
    space bigint not null,
    name text not null,
    rooms text not null,
    creator bigint not null,
    created bigint not null
  )`,
  `create table deleted_room (
    id bigint primary key,
    up_to bigint not null,
    erased bigint not null default 0
  )`,
  `create table timer (
    kind text not null,
    subject bigint not null,
    "user" bigint not null,
    due bigint not null,
    primary key (kind, subject,
    "user")
  )`,
  `create table thread_member (
    room bigint not null,
    "user" bigint not null,
    joined bigint not null,
    primary key (room,
    "user")
  )`,
  `create table poll (
    message bigint primary key,
    multiple bigint not null,
    anonymous bigint not null,
    ends bigint not null,
    ended bigint not null,
    voters bigint not null default 0
  )`,
  `create table poll_option (
    message bigint not null,
    option bigint not null,
    text text not null,
    votes bigint not null default 0,
    primary key (message, option)
  )`,
  `create table vote (
    message bigint not null,
    "user" bigint not null,
    option bigint not null,
    primary key (message,
    "user", option)
  )`,
  `create table voice (
    "user" bigint primary key,
    room bigint not null,
    session bigint not null,
    self_muted bigint not null,
    self_deafened bigint not null,
    muted bigint not null,
    deafened bigint not null,
    streaming bigint not null,
    camera bigint not null,
    joined bigint not null
  )`,
  `create table hush (
    space bigint not null,
    "user" bigint not null,
    muted bigint not null,
    deafened bigint not null,
    primary key (space,
    "user")
  )`,
  `create table call (
    id bigint primary key,
    room bigint not null,
    state text not null,
    caller bigint not null,
    video bigint not null,
    started bigint not null,
    answered bigint,
    ended bigint,
    message bigint,
    declined text not null
  )`,
  `create table call_member (
    call bigint not null,
    "user" bigint not null,
    session bigint,
    place bigint not null,
    primary key (call,
    "user")
  )`,
  `create table report (
    id bigint primary key,
    space bigint not null,
    reporter bigint,
    "user" bigint not null,
    message bigint,
    room bigint,
    rule bigint,
    reason text not null,
    state text not null,
    created bigint not null,
    closed bigint not null default 0,
    moderator bigint,
    note text not null default ''
  )`,
  `create table automod_rule (
    id bigint primary key,
    space bigint not null,
    rule text not null
  )`,
  `create index token_user on token ("user")`,
  `create index session_seen on session (seen)`,
  `create index role_space on role (space, position)`,
  `create unique index room_name on room (space, name_key) where kind in ('text', 'voice', 'forum')`,
  `create unique index message_n on message (room, n)`,
  `create unique index message_nonce on message (author, room, nonce) where nonce is not null`,
  `create index audit_space on audit (space, id)`,
  `create index room_member_user on room_member ("user", room)`,
  `create index message_shown on message (room, n, author, kind, deleted) where deleted is null and kind not in ('edit', 'deletion')`,
  `create index member_user on member ("user")`,
  `create index invite_space on invite (space, id)`,
  `create index user_owner on "user" (owner) where owner is not null`,
  `create index mention_message on mention (message)`,
  `create index mention_user on mention ("user", message)`,
  `create index pin_room on pin (room, id)`,
  `create index session_of_user on session ("user")`,
  `create index attachment_use on attachment (used_by, position) where used_by is not null`,
  `create index attachment_unused on attachment (created) where used_by is null`,
  `create index attachment_hash on attachment (hash)`,
  `create index attachment_thumbnail on attachment (thumbnail_hash) where thumbnail_hash is not null`,
  `create index upload_owner on upload (owner)`,
  `create index upload_created on upload (created)`,
  `create unique index user_remote on "user" (backend, remote_id) where backend is not null`,
  `create unique index room_remote on room (space, backend, remote_id) where backend is not null`,
  `create unique index emoji_name on emoji (space, name)`,
  `create index timer_due on timer (due)`,
  `create unique index room_under on room (under) where under is not null`,
  `create index room_space on room (space, position, id) where kind <> 'thread'`,
  `create unique index room_nonce on room (creator, parent, nonce) where nonce is not null`,
  `create index room_threads on room (parent, archived, activity, id) where kind = 'thread'`,
  `create index thread_member_user on thread_member ("user", room)`,
  `create index vote_option on vote (message, option, "user")`,
  `create index vote_user on vote ("user")`,
  `create index voice_room on voice (room, joined)`,
  `create unique index call_open on call (room) where ended is null`,
  `create index call_message on call (message) where message is not null`,
  `create index report_space on report (space, id)`,
  `create index report_open on report (space, state)`,
  `create index automod_rule_space on automod_rule (space, id)`,
  `alter table space add column retention bigint not null default 0`,
  `alter table room add column retention bigint not null default 0`,
  `alter table role add column exclusive bigint not null default 0`,
  `create table purge (
    space bigint not null,
    "user" bigint not null,
    by bigint not null,
    after bigint not null,
    up_to bigint not null,
    primary key (space, "user")
  )`,
  `create table ping_clear ("user" bigint primary key, up_to bigint not null)`,
  `create table notification (
    "user" bigint not null,
    room bigint not null,
    level text not null,
    muted_until bigint not null,
    primary key ("user", room)
  )`,
  `create table quiet (
    "user" bigint primary key,
    begins bigint not null,
    ends bigint not null,
    zone text not null
  )`,
];

// For searching: lower case, without diacritics. And a JSON list as rows, with their places.
const FUNCTIONS = [
  `create function folded(text) returns text language sql immutable strict as
    $$ select lower(regexp_replace(normalize($1, NFD), '[\\u0300-\\u036f]', '', 'g')) $$`,
  `create function ids_of(list text) returns table (key bigint, value bigint) language sql immutable as
    'select ordinality - 1, e::bigint from jsonb_array_elements_text(list::jsonb) with ordinality t(e, ordinality)'`,
  `create function texts_of(list text) returns table (key bigint, value text) language sql immutable as
    'select ordinality - 1, e from jsonb_array_elements_text(list::jsonb) with ordinality t(e, ordinality)'`,
];

/** Both are taken from the text itself, so that no copy of it is kept. */
const SEARCH_INDEXES = [
  "create index if not exists message_words on message using gin (to_tsvector('simple', folded(text))) where text <> ''",
  "create index if not exists message_parts on message using gin (folded(text) gin_trgm_ops) where text <> ''",
];

// Triggers, so that no statement that changes or deletes messages or their owners can forget it.
const TRIGGERS = [
  trigger(
    "message_erased",
    "after delete or update of deleted on message",
    `if tg_op = 'UPDATE' and new.deleted is null then return null; end if;
    delete from reaction where message = old.id;
    delete from mention where message = old.id;
    delete from revision where message = old.id;
    delete from pin where message = old.id;
    delete from attachment where used_by = old.id;
    delete from poll where message = old.id;
    delete from poll_option where message = old.id;
    delete from vote where message = old.id;`,
  ),
  trigger(
    "attachment_counted",
    "after insert on attachment",
    `insert into storage values (0, new.size) on conflict ("user") do update set bytes = storage.bytes + new.size;
    insert into storage values (new.owner, new.size)
      on conflict ("user") do update set bytes = storage.bytes + new.size;`,
  ),
  trigger(
    "attachment_gone",
    "after delete on attachment",
    `update storage set bytes = bytes - old.size where "user" in (0, old.owner);
    insert into loose_blob values (old.hash) on conflict do nothing;
    insert into loose_blob select old.thumbnail_hash where old.thumbnail_hash is not null on conflict do nothing;`,
  ),
  trigger(
    "user_ended",
    'after delete or update of deleted on "user"',
    `if tg_op = 'UPDATE' then
      if new.deleted = 0 then return null; end if;
      delete from vote where "user" = old.id;
    end if;
    delete from attachment where used_by = old.id;
    delete from attachment where owner = old.id and used_by is null;
    delete from upload where owner = old.id;`,
  ),
  trigger("space_gone", "after delete on space", "delete from attachment where used_by = old.id;"),
  trigger("emoji_gone", "after delete on emoji", "delete from attachment where used_by = old.id;"),
].flat();

function trigger(name: string, when: string, does: string): readonly string[] {
  return [
    `create function ${name}() returns trigger language plpgsql as $$ begin ${does} return null; end $$`,
    `create trigger ${name} ${when} for each row execute function ${name}()`,
  ];
}

export const beginning: Migration = async (run, { now, newId, randomText }) => {
  await run("create extension if not exists pg_trgm");
  for (const sql of [...TABLES, ...FUNCTIONS, ...TRIGGERS]) await run(sql);
  for (const sql of SEARCH_INDEXES) await run(sql);
  await run("insert into meta values ('epoch', $1)", [randomText()]);
  const [space, room, everyone, staff] = [newId(), newId(), newId(), newId()];
  await run("insert into space (id, slug, name, default_room, staff) values ($1, 'home', 'Koine', $2, $3)", [
    space,
    room,
    staff,
  ]);
  const roles = [
    { id: everyone, name: EVERYONE_ROLE.name, position: EVERYONE_ROLE.position, may: EVERYONE, hoisted: 0 },
    ...SYSTEM_ROLES.map((role, i) => ({
      id: newId(),
      name: role.name,
      position: i + 1,
      may: role.permissions,
      hoisted: 1,
    })),
  ];
  for (const { id, name, position, may, hoisted } of roles) {
    await run(
      "insert into role (id, space, name, position, permissions, hoisted) values ($1, $2, $3, $4, $5, $6)",
      [id, space, name, position, JSON.stringify(may), hoisted],
    );
  }
  await run(
    `insert into room (id, space, kind, name, name_key, topic, position, created)
     values ($1, $2, 'text', 'general', 'general', '', 0, $3)`,
    [room, space, now],
  );
  await run("insert into counter values ($1, 0, 0), ($2, 1, 0), ($3, 0, 0)", [space, room, staff]);
  await run(`insert into log values ($1, 1, 'room_create', $2, 0, 0, $1, null)`, [room, now]);
};
