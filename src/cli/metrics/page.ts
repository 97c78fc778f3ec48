/** The page about the metrics, made from their table. */

import { METRICS } from "./table.ts";

const HEAD = `# Metrics

For [Prometheus](https://prometheus.io), as text at \`GET /metrics\`: on a port of its own (\`[metrics] listen\`), or on the shared port for
whoever sends the token (\`[metrics] token\`). With the token a scrape job is

\`\`\`yaml
scrape_configs:
  - job_name: koine
    authorization:
      credentials: the token
    static_configs:
      - targets: ["chat.example:443"]
    scheme: https
\`\`\`

\`deploy/grafana-dashboard.json\` is a dashboard of them, \`deploy/alerts.yaml\` has rules for what should wake somebody up.
Everything counts from the start of the process. Back-pressure shows as \`koine_connections_ended_total{reason="too-slow"}\`, a queue
that grows as \`koine_commands_waiting\`.
`;

/** The text of docs/metrics.md. */
export function metricsPage(): string {
  const sections = Object.entries(METRICS).map(([name, { type, labels, help }]) => {
    const said = labels.length === 0 ? "" : `, by ${labels.map((label) => `\`${label}\``).join(" and ")}`;
    return `- **\`${name}\`** (${type}${said}): ${help}.`;
  });
  return `${HEAD}\n${sections.join("\n")}\n`;
}
