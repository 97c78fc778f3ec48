/** What somebody does not see shows itself in nothing: the same answers as for what there is not, and no broadcast. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { enter, type GatewayClient, register } from "./gateway-client.ts";
import { type Koine, removeDirectories, startKoine } from "./koine.ts";
import { enterOrigin, type OriginClient, type Said } from "./originchats-client.ts";

setDefaultTimeout(60_000);

let koine: Koine;
let ann: GatewayClient;
/** Sees the hidden rooms as well. */
let cid: OriginClient;
/** Sees none of them. */
let bob: OriginClient;
let secret = 0;
let lounge = 0;
let hiddenMessage = "";
let hiddenThread = "";
let hiddenPoll = "";

beforeAll(async () => {
  koine = await startKoine({
    environment: {
      KOINE_LIMITS_SIGN_IN: "1000/1m",
      KOINE_LIMITS_ORIGINCHATS: "1000/1s",
      KOINE_ORIGINCHATS_MESSAGES_PER_MINUTE: "1000",
      KOINE_ORIGINCHATS_BURST_LIMIT: "1000",
    },
  });
  const owner = await register(koine.url, "ann");
  const { id: bobs } = (await register(koine.url, "bob")).user;
  await register(koine.url, "cid");
  const room = async (name: string, kind: string): Promise<number> => {
    const overrides = [{ user_id: bobs, deny: ["view"] }];
    const made = await fetch(`${koine.url}/api/v1/rooms`, {
      method: "POST",
      headers: { Authorization: `Bearer ${owner.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ name, kind, overrides }),
    });
    return ((await made.json()) as { room: { id: number } }).room.id;
  };
  secret = await room("secret", "text");
  lounge = await room("lounge", "voice");
  await room("help", "forum");
  ann = (await enter(koine.gateway, owner.token)).client;
  bob = await enterOrigin(koine.url, "bob");
  cid = await enterOrigin(koine.url, "cid");
  const said = await cid.ask({
    cmd: "message_new",
    channel: "secret",
    content: "@USR:local_bob the treasure",
  });
  hiddenMessage = (said.message as { id: string }).id;
  const thread = await cid.ask({ cmd: "thread_create", channel: "help", name: "Where" });
  hiddenThread = (thread.thread as { id: string }).id;
  const options = [{ text: "Here" }, { text: "There" }];
  const poll = await cid.ask({ cmd: "poll_create", channel: "secret", question: "Where?", options });
  hiddenPoll = String(poll.poll_id);
}, 60_000);

afterAll(async () => {
  bob.close();
  cid.close();
  await ann.close();
  await koine.stop();
  removeDirectories();
});

/** An id of ours that nothing has. */
const NOBODY = "00000000-0001-8000-8000-000000000001";

/** What is asked about a text channel, a voice channel, a forum, a thread, a message in general, a poll. */
const about: readonly ((place: Place) => object)[] = [
  ({ text, id }) => ({ cmd: "message_get", channel: text, id }),
  ({ text }) => ({ cmd: "messages_get", channel: text }),
  ({ text, id }) => ({ cmd: "messages_around", channel: text, around: id }),
  ({ text, id }) => ({ cmd: "message_replies", channel: text, id }),
  ({ text }) => ({ cmd: "messages_search", channel: text, query: "treasure" }),
  ({ text }) => ({ cmd: "messages_pinned", channel: text }),
  ({ text, id }) => ({ cmd: "embeds_list", channel: text, id }),
  ({ text }) => ({ cmd: "message_new", channel: text, content: "x" }),
  ({ text }) => ({ cmd: "typing", channel: text }),
  ({ text, id }) => ({ cmd: "message_edit", channel: text, id, content: "x" }),
  ({ text, id }) => ({ cmd: "message_delete", channel: text, id }),
  ({ text, id }) => ({ cmd: "message_react_add", channel: text, id, emoji: "👍" }),
  ({ text, id }) => ({ cmd: "message_react_remove", channel: text, id, emoji: "👍" }),
  ({ text, id }) => ({ cmd: "message_pin", channel: text, id }),
  ({ text, id }) => ({ cmd: "message_unpin", channel: text, id }),
  ({ text }) => ({ cmd: "unreads_count", channel: text }),
  ({ text, id }) => ({ cmd: "unreads_ack", channel: text, message_id: id }),
  ({ text }) => ({ cmd: "channel_update", current_name: text, updates: { description: "x" } }),
  ({ text }) => ({ cmd: "channel_delete", name: text }),
  ({ text }) => ({ cmd: "channel_move", name: text, position: 0 }),
  ({ text }) => ({
    cmd: "poll_create",
    channel: text,
    question: "q",
    options: [{ text: "a" }, { text: "b" }],
  }),
  ({ text }) => ({ cmd: "slash_call", channel: text, command: "help" }),
  ({ text }) => ({ cmd: "slash_response", channel: text, command: "help", response: "x" }),
  ({ voice }) => ({ cmd: "voice_join", channel: voice, peer_id: "p" }),
  ({ voice }) => ({ cmd: "voice_state", channel: voice }),
  ({ forum }) => ({ cmd: "thread_create", channel: forum, name: "x" }),
  ({ thread }) => ({ cmd: "thread_get", thread_id: thread }),
  ({ thread }) => ({ cmd: "thread_messages", thread_id: thread }),
  ({ thread }) => ({ cmd: "thread_join", thread_id: thread }),
  ({ thread }) => ({ cmd: "thread_leave", thread_id: thread }),
  ({ thread }) => ({ cmd: "thread_update", thread_id: thread, name: "x" }),
  ({ thread }) => ({ cmd: "thread_delete", thread_id: thread }),
  ({ thread }) => ({ cmd: "message_new", thread_id: thread, content: "x" }),
  ({ thread }) => ({ cmd: "typing", thread_id: thread }),
  ({ thread }) => ({ cmd: "unreads_count", thread_id: thread }),
  ({ poll }) => ({ cmd: "poll_get", poll_id: poll }),
  ({ poll }) => ({ cmd: "poll_vote", poll_id: poll, option_id: "1" }),
  ({ poll }) => ({ cmd: "poll_end", poll_id: poll }),
  ({ poll }) => ({ cmd: "poll_results", poll_id: poll }),
  // The quote of a reply would show who said what there.
  ({ id }) => ({ cmd: "message_new", channel: "general", content: "x", reply_to: id }),
  ({ id }) => ({ cmd: "message_get", channel: "general", id }),
];

interface Place {
  readonly text: string;
  readonly voice: string;
  readonly forum: string;
  readonly thread: string;
  readonly id: string;
  readonly poll: string;
}

const isThere = (): Place => ({
  text: "secret",
  voice: "lounge",
  forum: "help",
  thread: hiddenThread,
  id: hiddenMessage,
  poll: hiddenPoll,
});
const isNot: Place = {
  text: "absent",
  voice: "nobody",
  forum: "none",
  thread: NOBODY,
  id: NOBODY,
  poll: NOBODY,
};

test.each(about.map((ask) => [JSON.stringify(ask(isNot)).slice(8, 34), ask] as const))(
  "%s… answers the same for what is hidden as for what there is not",
  async (_name, ask) => {
    const [hidden, absent] = [await bob.ask(ask(isThere())), await bob.ask(ask(isNot))];
    expect(hidden.cmd).toBe("error");
    expect({ ...hidden, listener: "" }).toEqual({ ...absent, listener: "" });
  },
);

test("lists, counts and searches have nothing of it", async () => {
  const lists = [
    { cmd: "channels_get" },
    { cmd: "unreads_get" },
    { cmd: "pings_get" },
    { cmd: "messages_search", channel: "general", query: "treasure" },
    { cmd: "users_list" },
    { cmd: "server_info" },
  ];
  for (const list of lists) {
    const { query: _asked, ...answer } = await bob.ask(list);
    const told = JSON.stringify(answer);
    for (const word of ["secret", "lounge", "treasure", hiddenMessage, hiddenThread])
      expect(told).not.toContain(word);
  }
  // Those who see it have it in them.
  expect(JSON.stringify(await cid.ask({ cmd: "unreads_get" }))).toContain("secret");
});

test("nothing that happens there is told to who does not see it", async () => {
  const { message } = await ann.request({ type: "message_send", room_id: secret, content: "dig here" });
  const { id } = message as { id: number };
  await ann.request({ type: "message_edit", message_id: id, content: "dig there" });
  await ann.request({ type: "reaction_add", message_id: id, emoji: "🎉" });
  await ann.request({ type: "pin_add", message_id: id });
  ann.send({ event: { type: "typing_start", room_id: secret } });
  await ann.request({ type: "voice_join", room_id: lounge });
  await ann.request({ type: "voice_leave" });
  await ann.request({ type: "message_delete", message_id: id });
  await cid.ask({ cmd: "message_new", thread_id: hiddenThread, content: "in the thread" });
  await cid.ask({ cmd: "poll_vote", poll_id: hiddenPoll, option_id: "1" });
  await cid.ask({ cmd: "thread_update", thread_id: hiddenThread, name: "Where else" });
  await cid.ask({ cmd: "message_new", channel: "general", content: "the last of it" });

  const heard = [
    "message_edit",
    "message_react_add",
    "message_pin",
    "typing",
    "voice_user_joined",
    "voice_user_left",
    "message_delete",
    "poll_vote_update",
  ];
  for (const cmd of heard) expect([cmd, (await cid.next(cmd)).cmd]).toEqual([cmd, cmd]);
  const last = await until((told) => (told.message as { content: string }).content === "the last of it");
  expect(last).toMatchObject({ channel: "general" });
  for (const cmd of [...heard, "message_new", "unreads_update", "thread_create", "thread_update"])
    expect(bob.unread(cmd)).toEqual([]);
});

/** Of the messages that bob is told, all before it being of general. */
async function until(fits: (told: Said) => boolean): Promise<Said> {
  for (;;) {
    const told = await bob.next("message_new");
    expect(told.channel).toBe("general");
    if (fits(told)) return told;
  }
}
