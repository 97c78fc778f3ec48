/** What pages that take part by voice are asked: whether sound arrives, and from how many. */

/** Keeps the page's connections, so that what arrives on them can be counted. */
export const KEEP = `window.connections = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...all) { super(...all); window.connections.push(this); }
};`;

/** From how many others sound arrives. */
export const HEARD = `(async () => {
  let heard = 0;
  for (const connection of window.connections) {
    if (connection.connectionState !== "connected") continue;
    for (const report of (await connection.getStats()).values())
      if (report.type === "inbound-rtp" && report.kind === "audio" && report.bytesReceived > 500) heard += 1;
  }
  return heard;
})()`;

/** Bytes of sound that arrived so far on each connection that stands, in the order in which they were made. */
export const ARRIVED = `(async () => {
  const arrived = [];
  for (const connection of window.connections) {
    if (connection.connectionState !== "connected") continue;
    for (const report of (await connection.getStats()).values())
      if (report.type === "inbound-rtp" && report.kind === "audio") arrived.push(report.bytesReceived);
  }
  return arrived;
})()`;
