/** A block of code in colours. Loaded when the first one is shown. */

import { common, createLowlight } from "lowlight";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { t } from "../texts/texts.ts";

const lowlight = createLowlight(common);

/** Longer ones stay in one colour: they would hold up the page. */
const MAX_HIGHLIGHTED = 20_000;

type Tree = ReturnType<typeof lowlight.highlight>["children"];

export default function Code({ text, language }: { readonly text: string; readonly language: string }) {
  const [copied, setCopied] = useState(false);
  const tree = useMemo(() => {
    const wanted = language.toLowerCase();
    if (text.length > MAX_HIGHLIGHTED || !lowlight.registered(wanted)) return null;
    return lowlight.highlight(wanted, text).children;
  }, [text, language]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="code">
      <pre className="code-block" dir="ltr">
        <code>{tree === null ? text : draw(tree)}</code>
      </pre>
      <button type="button" className="icon-button code-copy" aria-label={t.copyCode} onClick={copy}>
        {copied ? <Check /> : <Copy />}
      </button>
    </div>
  );
}

function draw(tree: Tree): ReactNode {
  return tree.map((node, i) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const { className } = node.properties;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the tree is drawn anew when its text changes
      <span key={i} className={Array.isArray(className) ? className.join(" ") : undefined}>
        {draw(node.children as Tree)}
      </span>
    );
  });
}
