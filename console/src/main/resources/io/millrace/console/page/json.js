// JSON as a tree. Numbers keep their digits (a long id is not rounded), and each part knows its place in the source text.
import { h, Component } from "/assets/lib/preact.js";
import { count, many } from "./format.js";
import { Copy } from "./parts.js";
import { plain, Text } from "./text.js";

const DEEPEST = 200;
const AT_ONCE = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = { t: "true", f: "false", n: "null" };

/** The parts of a JSON text, or null where it is none (or nested deeper than a page should follow). */
export function parse(text) {
  let at = 0;
  const space = () => {
    for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9; code = text.charCodeAt(at)) at++;
  };
  const string = () => {
    if (text[at] !== '"') throw new SyntaxError("at " + at);
    let end = at;
    let slashes;
    do {
      end = text.indexOf('"', end + 1);
      if (end < 0) throw new SyntaxError("at " + at);
      slashes = 0;
      while (text[end - 1 - slashes] === "\\") slashes++;
    } while (slashes % 2);
    const raw = text.slice(at, end + 1);
    at = end + 1;
    return JSON.parse(raw);
  };
  const number = () => {
    NUMBER.lastIndex = at;
    const hit = NUMBER.exec(text);
    if (!hit) throw new SyntaxError("at " + at);
    at = NUMBER.lastIndex;
    return hit[0];
  };
  const members = (close, member) => {
    const items = [];
    at++;
    space();
    if (text[at] === close) {
      at++;
      return items;
    }
    for (;;) {
      items.push(member());
      space();
      if (text[at] === close) break;
      if (text[at] !== ",") throw new SyntaxError("at " + at);
      at++;
      space();
    }
    at++;
    return items;
  };
  const value = depth => {
    if (depth > DEEPEST) throw new SyntaxError("too deep");
    space();
    const start = at;
    const first = text[at];
    if (first === "{") {
      const items = members("}", () => {
        const key = string();
        space();
        if (text[at] !== ":") throw new SyntaxError("at " + at);
        at++;
        return { key, part: value(depth + 1) };
      });
      return { kind: "object", items, start, end: at };
    }
    if (first === "[") {
      const items = members("]", () => ({ part: value(depth + 1) }));
      items.forEach((item, i) => (item.key = i));
      return { kind: "array", items, start, end: at };
    }
    if (first === '"') return { kind: "string", value: string(), start, end: at };
    const word = WORDS[first];
    if (word && text.startsWith(word, at)) {
      at += word.length;
      return { kind: "word", value: word, start, end: at };
    }
    return { kind: "number", value: number(), start, end: at };
  };
  try {
    const whole = value(0);
    space();
    return at === text.length ? whole : null;
  } catch {
    return null;
  }
}

/** The same JSON with one member a line, its numbers and escapes left as they are. */
export function laid(text, part, indent = "") {
  if (!part.items) return text.slice(part.start, part.end);
  const [open, close] = part.kind === "object" ? "{}" : "[]";
  if (!part.items.length) return open + close;
  const inner = indent + "  ";
  return open + "\n" + part.items.map(item => inner + (part.kind === "object" ? JSON.stringify(item.key) + ": " : "") + laid(text, item.part, inner)).join(",\n") + "\n" + indent + close;
}

class Part extends Component {
  constructor(props) {
    super(props);
    this.state = { open: props.depth < 2 && (props.part.items || []).length <= 50, shown: AT_ONCE };
  }

  render({ name, part, text, last }, { open, shown }) {
    const label = name === undefined ? null : [typeof name === "number" ? h("span", { class: "at" }, name) : h(Text, { class: "key", value: name, max: 200 }), h("span", { class: "faint" }, ": ")];
    if (!part.items) return h("li", null, label, h(Leaf, { part }));
    const size = many(part.items.length, part.kind === "object" ? "field" : "item");
    return h("li", null,
      h("div", { class: "branch" },
        h("button", { type: "button", class: "twist", "aria-expanded": String(open), onClick: () => this.setState({ open: !open }) },
          h("span", { "aria-hidden": "true" }, open ? "▾ " : "▸ "), label || "value", label ? null : " ", h("span", { class: "faint" }, (part.kind === "object" ? "{ } " : "[ ] ") + size)),
        open && h(Copy, { what: name === undefined ? "value" : plain(name, 60), text: () => laid(text, part) })),
      open && part.items.length > 0 && h("ul", null,
        part.items.slice(0, shown).map((item, i) => h(Part, { key: i, name: item.key, part: item.part, text, depth: this.props.depth + 1 })),
        part.items.length > shown && h("li", null, h("button", { type: "button", onClick: () => this.setState({ shown: shown + AT_ONCE }) }, `Show more (${count(part.items.length - shown)} left)`))));
  }
}

class Leaf extends Component {
  render({ part }, { all }) {
    if (part.kind !== "string") return h("span", { class: part.kind }, h(Text, { value: part.value, max: 400 }));
    const long = part.value.length > 400;
    return h("span", { class: "string" }, "“", h(Text, { value: part.value, max: all || 400 }), "”",
      long && (all || 400) < part.value.length && h("button", { type: "button", onClick: () => this.setState({ all: (all || 400) + 20000 }) }, `more of ${count(part.value.length)} characters`));
  }
}

export class Tree extends Component {
  render({ text, part }) {
    return h("ul", { class: "tree" }, h(Part, { part, text, depth: 0 }));
  }
}
