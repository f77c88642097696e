/**
 * Markdown to elements. No HTML is ever made as text: what Markdown can say
 * becomes elements one by one, HTML in it shows as what it is, text, and so do
 * values of the data.
 */
import MarkdownIt from "markdown-it";
import type { Token } from "markdown-it";
import { type ComponentChild, h } from "preact";

const markdown = new MarkdownIt("default", { html: false, linkify: false, typographer: false }).disable("image");
markdown.validateLink = (url) => /^https?:\/\//i.test(url.trim());

/** Elements that come of Markdown, by the names that its parser gives them. */
const TAGS = new Set("p h1 h2 h3 h4 h5 h6 ul ol li blockquote em strong s a table thead tbody tr th td".split(" "));

/** Signs of private use around the number of a value, until the Markdown is parsed. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];
const PLACE = /\uE000(\d+)\uE001/g;

/** A place in a text, and what to show there. */
export interface Filling {
  begin: number;
  end: number;
  shown: ComponentChild;
}

interface Level {
  tag: string;
  attributes: Record<string, string>;
  children: ComponentChild[];
}

/** A text of Markdown with its values. */
export function toElements(text: string, fillings: readonly Filling[]): ComponentChild[] {
  let source = "";
  let at = 0;
  fillings.forEach((filling, number) => {
    source += cleaned(text.slice(at, filling.begin)) + OPEN + number + CLOSE;
    at = filling.end;
  });
  source += cleaned(text.slice(at));
  const fill = (part: string): ComponentChild[] =>
    part.split(PLACE).map((piece, place) => (place % 2 === 0 ? piece : fillings[Number(piece)]?.shown));
  return build(markdown.parse(source, {}), fill);
}

/** A text of the author's own without the signs that stand for values, and `\{{` as what it means. */
function cleaned(text: string): string {
  return text.replaceAll(OPEN, "\uFFFD").replaceAll(CLOSE, "\uFFFD").replaceAll("\\{{", "{{");
}

function build(tokens: readonly Token[], fill: (text: string) => ComponentChild[]): ComponentChild[] {
  const root: ComponentChild[] = [];
  const open: Level[] = [];
  const add = (child: ComponentChild) => (open.at(-1)?.children ?? root).push(child);
  for (const token of tokens) {
    if (token.nesting === 1) {
      open.push({ tag: token.tag, attributes: attributes(token), children: [] });
    } else if (token.nesting === -1) {
      const level = open.pop();
      if (!level) continue;
      const known = TAGS.has(level.tag) && !(level.tag === "p" && token.hidden);
      // The corner of a table is no heading.
      const tag = level.tag === "th" && level.children.length === 0 ? "td" : level.tag;
      if (known) add(h(tag, level.attributes, ...level.children));
      else for (const child of level.children) add(child);
    } else {
      for (const child of leaf(token, fill)) add(child);
    }
  }
  return root;
}

function leaf(token: Token, fill: (text: string) => ComponentChild[]): ComponentChild[] {
  switch (token.type) {
    case "inline":
      return build(token.children ?? [], fill);
    case "softbreak":
      return ["\n"];
    case "hardbreak":
      return [h("br", null)];
    case "hr":
      return [h("hr", null)];
    case "code_inline":
      return [h("code", null, ...fill(token.content))];
    case "code_block":
    case "fence":
      return [h("pre", { tabIndex: 0 }, h("code", null, ...fill(token.content)))];
    default:
      return fill(token.content);
  }
}

function attributes(token: Token): Record<string, string> {
  const href = token.tag === "a" ? token.attrGet("href") : null;
  if (href !== null) return { href: String(href), target: "_blank", rel: "noopener noreferrer" };
  const align = /text-align:(right|center)/.exec(String(token.attrGet("style") ?? ""))?.[1];
  const start = token.tag === "ol" ? token.attrGet("start") : null;
  return { ...(align ? { class: align } : {}), ...(start === null ? {} : { start: String(start) }) };
}
