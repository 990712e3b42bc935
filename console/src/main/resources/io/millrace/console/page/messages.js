// A topic's messages: searched, or followed as they come. What a search is stands in the address.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { stream } from "./ask.js";
import { bytes, count, many, moment } from "./format.js";
import { Message, nameOf, preview } from "./message.js";
import { Empty, Mark, Problem, Time } from "./parts.js";
import { here, to, turn } from "./route.js";
import { Text } from "./text.js";
import { Table } from "./virtual.js";

const KEPT = 2000;
const KEPT_CHARACTERS = 20_000_000;
const FLUSH_MS = 150;
const FLUSH_MANY_MS = 600;
const MANY = 40;
const ASKED = ["from", "n", "partition", "offset", "time", "key", "text", "filter", "follow"];
const FROM = [["last", "the last"], ["earliest", "the first"], ["offset", "from an offset"], ["time", "from a time"], ["latest", "from now on"]];

const keyOf = message => message.partition + "-" + message.offset;
const newestFirst = (a, b) => b.timestamp - a.timestamp || a.partition - b.partition || b.offset - a.offset;

const COLUMNS = [
  { id: "time", title: "Time", look: "w13 mono-n", cell: message => h(Time, { at: message.timestamp, fine: true }) },
  { id: "partition", title: "Part.", look: "n w4 wide", cell: message => message.partition },
  { id: "offset", title: "Offset", look: "n w8 wide", cell: message => count(message.offset) },
  { id: "key", title: "Key", look: "w10 mono wide", cell: message => (message.key == null ? h("span", { class: "faint" }, "none") : h(Text, { value: message.key, max: 80 })) },
  { id: "value", title: "Value", look: "mono lines", cell: preview },
  { id: "size", title: "Size", look: "n w6 wide", cell: message => (message.value === null ? "" : bytes(message.valueBytes)) },
];

const asked = query => JSON.stringify(ASKED.map(name => query[name] || ""));

function local(millis) {
  return millis ? moment(Number(millis), true).replace(" ", "T") : "";
}

class Search extends Component {
  submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const from = form.get("from");
    const time = form.get("time") ? String(new Date(form.get("time")).getTime()) : undefined;
    turn({
      from: from === "last" ? undefined : from, n: form.get("n") === "50" ? undefined : form.get("n"),
      partition: form.get("partition") || undefined, offset: from === "offset" ? form.get("offset") || "0" : undefined, time: from === "time" ? time : undefined,
      key: form.get("key"), text: form.get("text"), filter: form.get("filter"), follow: from === "latest" ? "true" : undefined, open: undefined,
    }, false);
    this.props.again();
  }

  render({ query, partitions, busy, stop }, { from = query.from || "last" }) {
    const field = (name, label, rest) => h("label", { class: "field " + (rest.look || "") }, h("span", null, label), h("input", { name, autoComplete: "off", spellcheck: false, defaultValue: query[name] || "", ...rest, look: undefined }));
    return h("form", { class: "tools search-form", role: "search", "aria-label": "Search messages", onSubmit: event => this.submit(event) },
      h("label", { class: "field" }, h("span", null, "Which"), h("select", { name: "from", value: from, onChange: event => this.setState({ from: event.target.value }) }, FROM.map(([id, title]) => h("option", { key: id, value: id }, title)))),
      h("label", { class: "field" }, h("span", null, "At most"), h("select", { name: "n", value: query.n || "50" }, ["50", "200", "1000"].map(n => h("option", { key: n, value: n }, count(Number(n)))))),
      from === "offset" && field("offset", "Offset", { type: "number", min: "0", step: "1", look: "narrow" }),
      from === "time" && field("time", "Time (your zone)", { type: "datetime-local", step: "0.001", defaultValue: local(query.time), required: true }),
      h("label", { class: "field" }, h("span", null, "Partition"), h("select", { name: "partition", value: query.partition || "" }, h("option", { value: "" }, "all"), Array.from({ length: Math.min(partitions || (query.partition ? Number(query.partition) + 1 : 0), 1000) }, (_, i) => h("option", { key: i, value: String(i) }, i)))),
      field("text", "Text in the value", { type: "search", look: "grow", "data-search": "" }),
      field("key", "Text in the key", { type: "search", look: "middle" }),
      field("filter", "CEL", { type: "search", look: "grow mono", placeholder: 'json.level == "ERROR"' }),
      h("div", { class: "field buttons" }, h("button", { type: "submit", class: "main" }, "Search"), busy && h("button", { type: "button", onClick: stop }, "Stop")));
  }
}

export class Messages extends Component {
  constructor(props) {
    super(props);
    this.clear();
  }

  clear() {
    this.rows = [];
    this.coming = [];
    this.held = [];
    this.left = 0;
    this.characters = 0;
  }

  componentDidMount() {
    this.revealed = !this.props.query.open;
    this.start();
  }

  componentDidUpdate() {
    if (this.asked() !== this.running) this.start();
    if (this.shift) {
      const grown = document.documentElement.scrollHeight - this.shift;
      this.shift = 0;
      if (grown > 0) scrollBy(0, grown);
    }
    this.reveal();
  }

  /** An address can name a message to be opened; the first time it is there the page goes to it. */
  reveal() {
    const { open } = this.props.query;
    if (!this.revealed && open && this.rows.some(row => keyOf(row) === open)) {
      this.revealed = true;
      document.querySelector("tr.detail")?.scrollIntoView({ block: "nearest" });
    }
  }

  componentWillUnmount() {
    this.stop?.();
    clearTimeout(this.timer);
  }

  asked() {
    return asked(this.props.query);
  }

  start() {
    this.stop?.();
    this.clear();
    this.running = this.asked();
    const { query, topic } = this.props;
    this.newest = !query.from || query.from === "last" || query.from === "latest";
    this.setState({ busy: true, progress: null, done: null, problem: null, paused: false, following: query.follow === "true" || query.from === "latest" });
    const wish = { topic, from: "last", n: "50" };
    for (const name of ASKED) if (query[name]) wish[name] = query[name];
    if (query.from === "latest") wish.follow = "true";
    this.stop = stream("/api/messages", wish, {
      message: message => this.add(message),
      progress: progress => this.setState({ progress }),
      done: done => {
        this.flush();
        if (wish.follow) this.setState({ progress: null });
        else this.setState({ busy: false, done });
      },
      problem: ({ problem }) => {
        this.flush();
        this.setState({ busy: false, problem, following: false });
      },
    });
  }

  halt() {
    this.stop?.();
    this.flush();
    this.setState({ busy: false, following: false, stopped: true });
  }

  add(message) {
    this.coming.push(message);
    if (this.coming.length > 2 * KEPT) this.left += this.coming.splice(0, KEPT).length;
    if (!this.timer) this.timer = setTimeout(() => this.flush(), this.lately > MANY ? FLUSH_MANY_MS : FLUSH_MS);
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = null;
    this.lately = this.coming.length;
    if (!this.coming.length) return;
    if (this.state.paused) {
      this.held = this.held.concat(this.coming);
      if (this.held.length > KEPT) this.left += this.held.splice(0, this.held.length - KEPT).length;
    } else {
      const before = this.rows.length;
      this.rows = this.rows.concat(this.coming);
      if (this.newest) this.rows.sort(newestFirst);
      this.trim();
      if (this.newest && before && (scrollY > 80 || this.props.query.open)) this.shift = document.documentElement.scrollHeight;
    }
    this.coming = [];
    this.setState({});
  }

  trim() {
    let characters = 0;
    let keep = 0;
    const length = this.rows.length;
    const at = i => this.rows[this.newest ? i : length - 1 - i];
    while (keep < length && keep < KEPT && characters < KEPT_CHARACTERS) characters += (at(keep++).value || "").length;
    this.left += length - keep;
    this.rows = this.newest ? this.rows.slice(0, keep) : this.rows.slice(length - keep);
  }

  pause() {
    const paused = !this.state.paused;
    if (!paused) {
      this.coming = this.held.concat(this.coming);
      this.held = [];
      this.state.paused = false;
      this.flush();
    }
    this.setState({ paused });
  }

  save() {
    const lines = this.rows.map(row => JSON.stringify(row)).join("\n") + "\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines], { type: "application/x-ndjson" }));
    link.download = this.props.topic + ".ndjson";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  said() {
    const { busy, progress, done, following, paused } = this.state;
    const found = count(this.rows.length + this.held.length);
    if (following) return [h(Mark, { kind: paused ? "off" : "ok" }, paused ? "Paused" : "Following"), ` ${found} shown` + (paused && this.held.length ? `, ${count(this.held.length)} more wait` : "")];
    if (busy) return `Searching… ${found} found` + (progress ? `, ${count(progress.scanned)} read, ${count(progress.left)} left` : "");
    if (done) return `${found} found` + (done.scanned > this.rows.length ? `, ${count(done.scanned)} read` : "") + (done.complete ? "" : "; there are more");
    return found + " found";
  }

  render({ query, topic, partitions }, { busy, problem, following, paused, done }) {
    const wants = query.text || query.key || query.filter;
    return h(Fragment, null,
      h(Search, { key: this.asked(), query, partitions, busy: busy && !following, stop: () => this.halt(), again: () => asked(here().query) === this.running && this.start() }),
      h("div", { class: "tools status" },
        h("p", { class: "tally", role: following ? undefined : "status" }, this.said()),
        following
          ? [h("button", { type: "button", key: "pause", "aria-pressed": String(!!paused), onClick: () => this.pause() }, paused ? "Go on" : "Pause"), h("button", { type: "button", key: "stop", onClick: () => turn({ follow: undefined, from: undefined }, false) }, "Stop following")]
          : h("button", { type: "button", onClick: () => turn({ follow: "true", open: undefined }, false) }, "Follow live"),
        this.rows.length > 0 && h("button", { type: "button", onClick: () => this.save() }, "Download what is shown"),
        this.left > 0 && h("p", { class: "faint" }, `The page keeps ${many(KEPT, "message")} at most; ${count(this.left)} others were left out.`)),
      problem && h(Problem, { said: problem, again: () => this.start() }),
      this.rows.length
        ? h(Table, { caption: "Messages", look: "messages", columns: COLUMNS, rows: this.rows, keyOf, nameOf, open: query.open, toggle: key => turn({ open: here().query.open === key ? undefined : key }), detail: message => h(Message, { key: keyOf(message), message }) })
        : done && !following && h(Empty, { title: wants ? "No message matches." : "There is no message here." }, wants && !query.from ? `The last ones were searched. Search from the first on to look at all of the topic.` : null),
      following && !this.rows.length && h("p", { class: "waiting", role: "status" }, "Waiting for the next message…"));
  }
}
