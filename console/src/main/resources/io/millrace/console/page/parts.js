// Small pieces that every page is put together from.
import { h, Component } from "/assets/lib/preact.js";
import { ago, clock, moment, utc } from "./format.js";
import { listen } from "./live.js";
import { Link } from "./route.js";
import { plain, Text } from "./text.js";

/** A component that is drawn again only when one of its properties is another one. */
export class Pure extends Component {
  shouldComponentUpdate(next, state) {
    if (state !== this.state) return true;
    const now = this.props;
    for (const name in next) if (next[name] !== now[name]) return true;
    for (const name in now) if (!(name in next)) return true;
    return false;
  }
}

/** A component that is drawn again whenever the live state changed. */
export class Live extends Component {
  componentDidMount() {
    this.deaf = listen(() => this.setState({}));
  }

  componentWillUnmount() {
    this.deaf();
  }
}

const FORMS = {
  ok: "M5 .8a4.200 4.200 0 1 0 0 8.400a4.200 4.200 0 1 0 0-8.400z",
  warn: "M5 .6 9.600 9H.4z",
  bad: "M1 1h8v8H1z",
  off: "M5 .8a4.200 4.200 0 1 0 0 8.400a4.200 4.200 0 1 0 0-8.400zm0 1.600a2.600 2.600 0 1 1 0 5.200a2.600 2.600 0 1 1 0-5.200z",
};

/** A word with a shape and a colour: "ok" disc, "warn" triangle, "bad" square, "off" ring. */
export function Mark({ kind, children }) {
  return h("span", { class: "mark " + kind },
    h("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, h("path", { d: FORMS[kind] || FORMS.off })),
    h("span", null, children));
}

const SEVERITIES = { critical: "bad", warning: "warn", info: "off" };

export function Severity({ value }) {
  return h(Mark, { kind: SEVERITIES[value] || "off" }, h(Text, { value, max: 20 }));
}

const REBALANCING = ["warn", "rebalancing"];
const GROUP_STATES = {
  Stable: ["ok", "stable"], Empty: ["off", "no member"], Dead: ["off", "dead"],
  PreparingRebalance: REBALANCING, CompletingRebalance: REBALANCING, Assigning: REBALANCING, Reconciling: REBALANCING,
};

export function GroupState({ value }) {
  const [kind, word] = GROUP_STATES[value] || ["warn", value || "unknown"];
  return h("span", { title: plain(value || "unknown", 60) }, h(Mark, { kind }, h(Text, { value: word, max: 24 })));
}

/** A moment in the viewer's zone, with UTC in its title. */
export function Time({ at, fine, short }) {
  if (at == null || at < 0) return h("span", { class: "faint" }, "–");
  return h("time", { dateTime: utc(at), title: (short ? moment(at) + " here, " : "") + utc(at) + " UTC" }, short ? clock(at) : moment(at, fine).split(" ").map((part, i) => [i > 0 && " ", h("span", { class: "n" }, part)]));
}

const beats = new Set();
setInterval(() => beats.forEach(beat => beat()), 1000);

/** How long ago something was; goes on by itself, by the viewer's clock. */
export class Age extends Pure {
  componentDidMount() {
    this.beat = () => {
      const said = this.said();
      if (said !== this.last) this.setState({});
    };
    beats.add(this.beat);
  }

  componentWillUnmount() {
    beats.delete(this.beat);
  }

  said() {
    return ago(this.props.at, Date.now());
  }

  render({ at }) {
    this.last = this.said();
    return at == null ? h("span", { class: "faint" }, "–") : h("time", { dateTime: utc(at), title: moment(at) + " here, " + utc(at) + " UTC" }, this.last);
  }
}

/** A sentence about what went wrong, with a way to try again. */
export function Problem({ said, again }) {
  return h("div", { class: "problem", role: "alert" },
    h(Mark, { kind: "bad" }, "Problem"),
    h("span", { class: "said" }, h(Commands, { said })),
    again && h("button", { type: "button", onClick: again }, "Try again"));
}

/** Foreign or own words in which `commands` stand between grave accents. */
export function Commands({ said }) {
  return String(said).split("`").map((part, i) => (i % 2 ? h("code", null, h(Text, { value: part, max: 1000 })) : h(Text, { value: part, max: 4000 })));
}

export function Waiting() {
  return h("p", { class: "waiting", role: "status" }, "Loading…");
}

/** What is said where there is nothing yet: a sentence, and the command that brings something. */
export function Empty({ title, children, run }) {
  return h("div", { class: "empty" },
    h("p", { class: "lead" }, title),
    children && h("p", null, children),
    run && h(Run, { command: run }));
}

/** A command to copy. */
export function Run({ command }) {
  return h("p", { class: "command" }, h("code", null, h(Text, { value: command, max: 2000 })), h(Copy, { what: "command", text: command }));
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("aria-label", "To be copied");
    (document.querySelector("dialog[open]") || document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("not copied");
  }
}

/** A button that copies a text, or what a function answers. */
export class Copy extends Component {
  async copy() {
    const { text } = this.props;
    try {
      await toClipboard(typeof text === "function" ? await text() : text);
      this.setState({ said: "Copied" });
    } catch {
      this.setState({ said: "Not copied" });
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.setState({ said: null }), 1500);
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  render({ what, label }, { said }) {
    return h("button", { type: "button", class: "copy", onClick: () => this.copy(), "aria-label": said ? undefined : label ? undefined : "Copy " + what },
      h("span", { "aria-live": "polite" }, said || label || "Copy"));
  }
}

/** Links between the views of one thing; each view has its own address. */
export function Views({ label, views, now }) {
  return h("nav", { class: "views", "aria-label": label },
    views.map(([id, title, url]) => h(Link, { key: id, to: url, "aria-current": id === now ? "page" : undefined }, title)));
}

/** The path down to what a page shows. */
export function Trail({ steps }) {
  return h("nav", { class: "trail", "aria-label": "Path" },
    h("ol", null, steps.map(([title, url], i) =>
      h("li", { key: i }, url ? h(Link, { to: url }, h(Text, { value: title, max: 120 })) : h(Text, { value: title, max: 400 })))));
}

/** The heading of a page, which takes the focus when one comes here from another page. */
export function Heading({ children, aside }) {
  return h("div", { class: "heading" }, h("h1", { tabIndex: -1 }, children), aside);
}

/** Names and values side by side: [name, value, title]. */
export function Facts({ items, look }) {
  return h("dl", { class: "facts " + (look || "") },
    items.filter(Boolean).map(([name, value, title]) => h("div", { key: name, title: title && plain(title) }, h("dt", null, name), h("dd", null, value))));
}

/** A field whose content is a filter of the page; the shortcut "/" comes here. */
export class Filter extends Component {
  render({ label, value, onInput, hint }) {
    return h("label", { class: "field search" },
      h("span", null, label),
      h("input", { type: "search", value: value || "", placeholder: hint, autoComplete: "off", spellcheck: false, "data-search": "", onInput: event => onInput(event.target.value) }));
  }
}

/** A dialog over the page; Escape, the button and a click beside it close it. */
export class Dialog extends Component {
  componentDidMount() {
    this.back = document.activeElement;
    this.box.showModal();
  }

  componentWillUnmount() {
    this.box.open && this.box.close();
    this.back?.isConnected && this.back.focus();
  }

  render({ title, onClose, children }) {
    return h("dialog", {
      ref: box => (this.box = box || this.box),
      "aria-label": plain(title),
      onCancel: event => { event.preventDefault(); onClose(); },
      onClick: event => event.target === this.box && onClose(),
    },
    h("div", { class: "inside" },
      h("div", { class: "heading" }, h("h2", null, h(Text, { value: title })), h("button", { type: "button", class: "close", onClick: onClose }, "Close")),
      children));
  }
}
