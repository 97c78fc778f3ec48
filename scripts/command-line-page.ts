/** docs/command-line.md, out of the commands' own help. */

import { helpOf } from "../src/cli/command-line.ts";
import { cliCommands, overview } from "../src/cli/commands.ts";

const BEFORE = `# The command line

Written by \`npm run docs\` from the commands' own help. Do not edit.

\`koine\` is the executable of \`npm run build\`; in a checkout it is \`bin/koine.mjs\`.

## What holds for all

- \`--config FILE\` behind the command's name names the configuration; without it \`KOINE_CONFIG\`, \`koine.toml\` below the current folder and
  \`/etc/koine/koine.toml\` are looked for. The data folder is \`data\` in it, or \`KOINE_DATA\`. Run commands as the user that the server runs as.
- \`--json\`: one JSON object on the standard output; \`{"error": "…"}\` when it failed. Long work tells its progress on the standard error, at most
  once a second: \`{"progress": {"stage": "…", "percent": 40}}\`, or the same in words.
- A server may run: \`user\`, \`bot\` and \`room\` hand what they do to it through \`koine.sock\` in the data folder, and everybody connected hears
  of it. Where none runs they open the database themselves. \`restore\` needs the server stopped.
- Passwords and tokens are never words of the command line, which other users of the machine can read.

| exit code | what                                                                    |
| --------- | ----------------------------------------------------------------------- |
| 0         | done                                                                    |
| 1         | failed; the message says why, and nothing was changed unless it says so |
| 2         | the command line was not understood                                     |
| 3         | \`check\` or \`doctor\` found a problem                                     |
`;

/** The page; \`serve\` and \`chat\` explain themselves elsewhere. */
export function commandLinePage(): string {
  const sections = cliCommands.map(
    (command) => `## koine ${command.name}\n\n\`\`\`text\n${helpOf(command)}\`\`\`\n`,
  );
  return [`${BEFORE}`, `## koine help\n\n\`\`\`text\n${overview()}\`\`\`\n`, ...sections].join("\n");
}
