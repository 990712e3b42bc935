// Text that strangers wrote. It reaches the page as text nodes only, and what cannot be seen is spelled out.
import { h, Component } from "/assets/lib/preact.js";
import { count } from "./format.js";

// Controls, soft hyphen, joiners, marks and overrides of direction, fillers, tags, unpaired surrogates.
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e0fff}]/gu;
const SHORT = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };
const CHUNK = 20000;

function spelled(character) {
  const code = character.codePointAt(0);
  return SHORT[character] || (code > 0xffff ? "\\u{" + code.toString(16) + "}" : "\\u" + code.toString(16).padStart(4, "0"));
}

/** The text with all unseen characters spelled out, for titles and labels. */
export function plain(value, max = 300) {
  const text = String(value ?? "");
  return cut(text, max).replace(UNSEEN, spelled) + (text.length > max ? "…" : "");
}

function cut(text, max) {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? max - 1 : max);
}

function pieces(text, keepLines) {
  const out = [];
  let from = 0;
  let run = "";
  let runEnd = -1;
  UNSEEN.lastIndex = 0;
  for (let hit = UNSEEN.exec(text); hit; hit = UNSEEN.exec(text)) {
    if (keepLines && (hit[0] === "\n" || hit[0] === "\t")) continue;
    if (hit.index !== runEnd) {
      if (run) out.push(h("span", { class: "unseen" }, run));
      run = "";
      if (hit.index > from) out.push(text.slice(from, hit.index));
    }
    run += spelled(hit[0]);
    runEnd = from = hit.index + hit[0].length;
  }
  if (run) out.push(h("span", { class: "unseen" }, run));
  out.push(text.slice(from));
  return out;
}

/** One line of foreign text, cut at `max` characters; `lines` keeps line breaks and tabs. */
export class Text extends Component {
  shouldComponentUpdate(next) {
    const now = this.props;
    return next.value !== now.value || next.max !== now.max || next.class !== now.class;
  }

  render({ value, max = 300, lines, class: look }) {
    const text = String(value ?? "");
    return h("bdi", { class: look, dir: "auto" }, pieces(cut(text, max), lines), text.length > max ? "…" : null);
  }
}

/** Foreign text of any length: a piece at a time, with a button for the next piece. */
export class Long extends Component {
  constructor(props) {
    super(props);
    this.state = { shown: props.first || 2000 };
  }

  componentDidUpdate(before) {
    if (before.value !== this.props.value) this.setState({ shown: this.props.first || 2000 });
  }

  render({ value }, { shown }) {
    const text = String(value ?? "");
    const rest = text.length - shown;
    const next = Math.min(rest, CHUNK);
    return h("div", { class: "long" },
      h("pre", { tabIndex: 0, "aria-label": "Text" }, h(Text, { value: text, max: Math.max(shown, 1), lines: true })),
      rest > 0 && h("button", { type: "button", onClick: () => this.setState({ shown: shown + CHUNK }) },
        next === rest ? `Show the last ${count(rest)} characters` : `Show ${count(next)} more of ${count(rest)} characters`));
  }
}
