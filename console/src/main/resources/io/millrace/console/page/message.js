// One message: its facts, its value as tree, text or bytes, its key and headers.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { ask, askBytes } from "./ask.js";
import { bytes, count } from "./format.js";
import { laid, parse, Tree } from "./json.js";
import { Copy, Facts, Mark, Problem, Time } from "./parts.js";
import { Link, recordAt, to, topicAt } from "./route.js";
import { Long, plain, Text } from "./text.js";

const HEX_AT_ONCE = 4096;

const bytesAt = (message, part) => to("/api/bytes", { topic: message.topic, partition: String(message.partition), offset: String(message.offset), part });

/** Where the list of messages begins with this one. */
export const messageAt = (topic, partition, offset) => topicAt(topic, { from: "offset", partition: String(partition), offset: String(offset), n: "50", open: partition + "-" + offset });

function dump(data, from, until) {
  const lines = [];
  for (let at = from; at < until; at += 16) {
    const piece = data.subarray(at, Math.min(at + 16, until));
    const hex = [...piece].map(each => each.toString(16).padStart(2, "0")).join(" ").padEnd(47);
    const text = [...piece].map(each => (each > 31 && each < 127 ? String.fromCharCode(each) : ".")).join("");
    lines.push(at.toString(16).padStart(8, "0") + "  " + hex + "  " + text);
  }
  return lines.join("\n");
}

class Bytes extends Component {
  async componentDidMount() {
    try {
      this.setState({ data: await askBytes(bytesAt(this.props.message, "value")), shown: HEX_AT_ONCE });
    } catch (broken) {
      this.setState({ problem: broken.message });
    }
  }

  render(_, { data, problem, shown }) {
    if (problem) return h(Problem, { said: problem });
    if (!data) return h("p", { class: "waiting", role: "status" }, "Loading…");
    const until = Math.min(shown, data.length);
    return h("div", { class: "long" },
      h("pre", { class: "hex", tabIndex: 0, "aria-label": "Bytes" }, dump(data, 0, until)),
      until < data.length && h("button", { type: "button", onClick: () => this.setState({ shown: shown + HEX_AT_ONCE }) }, `Show more of ${bytes(data.length)}`));
  }
}

class Value extends Component {
  view(message) {
    if (this.parsed !== message.value) {
      this.parsed = message.value;
      this.tree = message.json && !message.cut && message.value != null ? parse(message.value) : null;
    }
    return this.state.view || (this.tree ? "tree" : "text");
  }

  render({ message }, _state) {
    if (message.value == null) return h("p", null, h(Mark, { kind: "off" }, "No value"), " A tombstone: it says that this key is deleted.");
    const view = this.view(message);
    const tab = (id, title) => h("button", { type: "button", "aria-pressed": String(view === id), onClick: () => this.setState({ view: id }) }, title);
    return h(Fragment, null,
      h("div", { class: "choice", role: "group", "aria-label": "How the value is shown" }, this.tree && tab("tree", "Tree"), tab("text", "Text"), tab("bytes", "Bytes"),
        h(Copy, { what: "value", label: "Copy value", text: () => (this.tree ? laid(message.value, this.tree) : message.value) })),
      view === "tree" && this.tree ? h(Tree, { text: message.value, part: this.tree }) : view === "bytes" ? h(Bytes, { message }) : h(Long, { value: message.value, first: 4000 }));
  }
}

const same = (a, b) => a.topic === b.topic && a.partition === b.partition && a.offset === b.offset;

export class Message extends Component {
  async whole() {
    const { topic, partition, offset } = this.props.message;
    this.setState({ busy: true, problem: null });
    try {
      this.setState({ whole: await ask("/api/message", { topic, partition: String(partition), offset: String(offset) }), busy: false });
    } catch (broken) {
      this.setState({ problem: broken.message, busy: false });
    }
  }

  render({ message: given, alone }, { whole, busy, problem }) {
    const message = whole && same(whole, given) ? whole : given;
    const { topic, partition, offset } = message;
    const link = alone ? messageAt(topic, partition, offset) : recordAt(topic, partition, offset);
    const level = alone ? "h3" : "h2";
    return h("div", { class: "message" },
      h(Facts, { look: "inline", items: [["partition", partition], ["offset", count(offset)], ["time", h(Time, { at: message.timestamp, fine: true })], ["key", message.key === null ? "none" : bytes(message.keyBytes)], ["value", message.value === null ? "none (a tombstone)" : bytes(message.valueBytes)]] }),
      h("div", { class: "row actions" },
        h(Link, { to: link }, alone ? "Among its neighbours" : "Its way"),
        message.value != null && h("a", { href: bytesAt(message, "value"), download: "" }, "Download value"),
        message.key != null && h("a", { href: bytesAt(message, "key"), download: "" }, "Download key"),
        h(Copy, { what: "link", label: "Copy link", text: () => location.origin + recordAt(topic, partition, offset) })),
      message.problem && h("p", { class: "note" }, h(Mark, { kind: "warn" }, "Not decoded"), " ", h(Text, { value: message.problem, max: 1000 })),
      problem && h(Problem, { said: problem, again: () => this.whole() }),
      message.cut && h("p", { class: "note" }, `Only the first ${count(message.value.length)} characters are here. `, h("button", { type: "button", disabled: busy, onClick: () => this.whole() }, busy ? "Loading…" : `Load all ${bytes(message.valueBytes)}`)),
      message.key != null && h("section", null, h(level, { class: "sub" }, "Key"), h("div", { class: "row side" }, h(Long, { value: message.key, first: 1000 }), h(Copy, { what: "key", text: message.key }))),
      h("section", null, h(level, { class: "sub" }, "Value"), h(Value, { message })),
      message.headers && message.headers.length > 0 && h("section", null, h(level, { class: "sub" }, "Headers"),
        h("table", { class: "list small" }, h("caption", { class: "only-read" }, "Headers"),
          h("thead", null, h("tr", null, h("th", { scope: "col", class: "w12" }, "Name"), h("th", { scope: "col" }, "Value"))),
          h("tbody", null, message.headers.map((each, i) => h("tr", { key: i }, h("th", { scope: "row", class: "wrap" }, h(Text, { value: each.name })), h("td", { class: "wrap mono" }, each.value == null ? h("span", { class: "faint" }, "no value") : h(Text, { value: each.value, max: 2000 }))))))));
  }
}

/** One line of what a message says. */
export function preview(message) {
  if (message.value == null) return h("span", { class: "faint" }, "no value (tombstone)");
  if (message.problem) return h("span", null, h(Mark, { kind: "warn" }, "not decoded"), " ", h(Text, { value: message.value, max: 240 }));
  return h(Text, { value: message.value, max: 240 });
}

export const nameOf = message => `message ${message.partition}-${message.offset}` + (message.key ? ", key " + plain(message.key, 60) : "");
