/** Enters a voice room and stays: `silent-voice.ts GATEWAY TOKEN ROOM`. A test stops the process, as a network would. */

import { enter } from "./gateway-client.ts";

const [gateway = "", token = "", room = "0"] = process.argv.slice(2);
const { client } = await enter(gateway, token);
await client.request({ type: "voice_join", room_id: Number(room) });
