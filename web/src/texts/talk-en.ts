/** English, and what every other language has to say, about what goes with a conversation. */

export const talkEn = {
  // Keys
  keyList: {
    areas: "From part to part: rooms, members, messages, writing (with Shift back)",
    moveRoom: "Move the room with the focus (for those who may)",
    switcher: "Go to a room or a person",
    search: "Search",
    help: "This overview",
    roomUp: "Room above",
    roomDown: "Room below",
    unreadUp: "Unread room above",
    unreadDown: "Unread room below",
    editLast: "Edit your last message (in an empty text field)",
    newline: "New line",
    send: "Send",
    escape: "Mark the room as read and go to the present",
    messages: "From message to message (when one has the focus)",
    replyKey: "Reply to the message with the focus",
    editKey: "Edit it",
    reactKey: "React to it",
    members: "Show or hide the members",
  },
  // Slash commands
  ofServer: "of this server",
  optional: "optional",
  optionKinds: {
    string: "text",
    integer: "whole number",
    number: "number",
    boolean: "true or false",
    user: "a person: @…",
    room: "a room: #…",
    role: "a role: @…",
    choice: "one of a list",
  } as Readonly<Record<string, string>>,
  between: (min: string, max: string) =>
    max === "" ? `at least ${min}` : min === "" ? `at most ${max}` : `${min} to ${max}`,
  needsMore: (command: string, names: readonly string[]) => `${command} still needs: ${names.join(", ")}`,
  tooMuch: (command: string, extra: string) => `${command} takes no “${extra}”`,
  commandHelp: "Arguments of the command",
  waitingFor: (name: string) => `Waiting for ${name} …`,
  noAnswer: "There was no answer in time.",
  commandFailed: "Did not work",
  onlyYou: "Only you can see this",
  dismiss: "Dismiss",
  // Previews
  embeds: "Boxes under the message",
  removePreviews: "Remove the previews",
  // Reports
  report: "Report",
  reportLead: "The moderators see the message and what you write. Nobody else learns of it.",
  reportReason: "What is wrong with it?",
  reported: "Reported. Thank you.",
  // Moving rooms
  moveUp: "Move up",
  moveDown: "Move down",
  moved: (name: string) => `${name} was moved`,
  used: (who: string, command: string) => `${who} used /${command}`,
};

export type TalkTexts = typeof talkEn;
