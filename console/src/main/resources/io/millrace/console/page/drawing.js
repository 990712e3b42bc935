// The flow drawn: boxes in columns with lines between them, or a list where there is no room for columns.
import { h, Fragment } from "/assets/lib/preact.js";
import { Spark } from "./charts.js";
import { bytes, count, many, rate, short, span } from "./format.js";
import { arrange, graphOf, heightOf, sentenceOf, shapeOf } from "./graph.js";
import { live } from "./live.js";
import { Age, GroupState, Live, Mark, Pure } from "./parts.js";
import { groupAt, Link, to, topicAt } from "./route.js";
import { plain, Text } from "./text.js";

const STATES = { up: ["ok", "running"], down: ["warn", "waiting"], gone: ["bad", "gone"] };
const TITLES = { source: "Sources", service: "Services", topic: "Topics", group: "Readers", hdfs: "Landed", table: "Tables", database: "Database", more: "" };
const KINDS = { source: "source", service: "service", topic: "topic", group: "group", hdfs: "folder", table: "table", database: "database", more: "more" };

export function ServiceState({ value }) {
  const [kind, word] = STATES[value] || ["warn", value];
  return h(Mark, { kind }, word);
}

const Value = ({ children, unit }) => h(Fragment, null, h("b", { class: "n" }, children), unit && h("span", { class: "unit" }, unit));

function inside(node) {
  const what = node.what;
  switch (node.kind) {
    case "service": {
      const said = sentenceOf(what);
      const flow = [
        what.bytes != null && h("span", null, h(Value, { unit: "/s" }, bytes(Math.round(what.bytes)))),
        what.latency != null && h("span", { title: "from the source to here" }, "delay ", h(Value, null, span(what.latency))),
      ];
      const progress = what.commitAge != null
        ? h("span", { title: "since the last commit" }, "commit ", h(Value, null, span(what.commitAge)), " ago")
        : h("span", null, h(Value, null, count(what.total)), " since it started");
      return [
        h("div", { class: "row" }, h(ServiceState, { value: what.state }), what.lag != null && h("span", { class: "right" }, "lag ", h(Value, null, short(what.lag)))),
        h("div", { class: "row" }, h("span", { class: "fixed" }, h(Value, { unit: "/s" }, rate(what.records))), h(Spark, { of: "service:" + what.name, what: "records a second" })),
        said ? h("p", { class: "sentence", title: plain(said, 2000) }, h(Text, { value: said, max: 240 })) : h("div", { class: "small" }, h("div", { class: "row" }, flow), h("div", { class: "row" }, progress)),
      ];
    }
    case "topic":
      if (!what) return [h("p", { class: "sentence" }, "is not there yet")];
      return [
        h("div", { class: "row" }, h("span", { class: "fixed" }, h(Value, { unit: "/s" }, rate(what.rate))), h(Spark, { of: "topic:" + what.name, what: "records a second" })),
        h("div", { class: "row small" }, h("span", null, h(Value, null, count(what.messages))), what.underReplicated ? h(Mark, { kind: "warn" }, what.underReplicated + " short of copies") : h("span", { class: "faint" }, many(what.partitions, "partition"))),
      ];
    case "group":
      return [
        h("div", { class: "row" }, h(GroupState, { value: what.state })),
        h("div", { class: "row small" }, h("span", null, "lag ", h(Value, null, count(what.lag))), what.members > 0 && h("span", { class: "faint" }, many(what.members, "member"))),
      ];
    case "hdfs":
      if (!what) return [h("p", { class: "sentence faint" }, "nothing landed yet")];
      return [
        h("div", { class: "row" }, h("span", { title: count(what.records) + " records" }, h(Value, null, what.records < 1e7 ? count(what.records) : short(what.records)), h("span", { class: "unit" }, " rows")), what.lastCommit && h("span", { class: "faint small right", title: "since the last commit" }, h(Age, { at: what.lastCommit }))),
        h("div", { class: "row small" }, what.problem ? h(Mark, { kind: "warn" }, h(Text, { value: what.problem, max: 80 })) : [h("span", null, h(Value, null, count(what.files)), what.files === 1 ? " file" : " files"), h("span", null, h(Value, null, bytes(what.bytes)))]),
      ];
    case "database":
      return [h("div", { class: "row" }, node.name === "alerts" && live.state.alerts ? h("span", null, h(Value, null, count(live.state.alerts.total)), " alerts") : h("span", { class: "faint" }, "table"))];
    case "more":
      return [];
    default:
      return [];
  }
}

function kindOf(service) {
  return service.service.replace(/-service$/, "") + (service.command && service.command !== "run" ? " " + service.command : "");
}

function linkOf(node) {
  switch (node.kind) {
    case "service": return to("/", { service: node.name });
    case "topic": return node.what && topicAt(node.name);
    case "group": return groupAt(node.name);
    case "hdfs": return node.what && to("/landed", { root: node.name });
    case "database": return node.name === "alerts" ? "/alerts" : null;
    case "more": return "/" + node.name;
    default: return null;
  }
}

class Box extends Pure {
  render({ node, kind, id, name, top, left, width, reads, writes }) {
    const url = linkOf(node);
    const title = kind === "more" ? `${count(node.what)} more ${name}` : name;
    const text = h(Text, { value: title, max: 200 });
    return h("li", { class: "box " + kind + (kind === "service" && node.what.state !== "up" ? " " + node.what.state : ""), "data-node": plain(id), style: top == null ? undefined : { top, left, width, height: heightOf(kind) + "rem" } },
      h("div", { class: "title" }, url ? h(Link, { to: url, title: plain(title) }, text) : h("span", { title: plain(title) }, text), h("span", { class: "kind" }, kind === "service" ? h(Text, { value: kindOf(node.what), max: 24 }) : KINDS[kind])),
      inside(node),
      (reads || writes) && h("p", { class: "ways" }, reads && h("span", null, "from ", h(Text, { value: reads, max: 300 })), writes && h("span", null, "to ", h(Text, { value: writes, max: 300 }))));
  }
}

class Edge extends Pure {
  render({ line, weight, pace, x, y, anchor, said }) {
    const [x1, y1, bend, x2, y2] = line.split(" ");
    return h("g", { class: "edge " + pace },
      h("path", { d: `M${x1} ${y1}C${+x1 + +bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`, class: "pipe t" + weight }),
      said && h("text", { x, y, "text-anchor": anchor }, said));
  }
}

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const PACES = { slow: 0.5, even: 1, fast: 2 };
const WAY_MS = 2400;
const STEPS = 16;

/** Dots that run along a line while records do. They are moved as layers, which costs the page's thread nothing. */
class Dot extends Pure {
  componentDidMount() {
    this.run();
  }

  componentDidUpdate(before) {
    if (before.line !== this.props.line) this.run();
    else if (before.pace !== this.props.pace) this.moving?.updatePlaybackRate(PACES[this.props.pace]);
  }

  run() {
    this.moving?.cancel();
    const [x1, y1, bend, x2, y2] = this.props.line.split(" ").map(Number);
    const path = [];
    for (let i = 0; i <= STEPS; i++) {
      const t = i / STEPS;
      const u = 1 - t;
      const x = u * u * u * x1 + 3 * u * u * t * (x1 + bend) + 3 * u * t * t * (x2 - bend) + t * t * t * x2;
      const y = u * u * u * y1 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y2;
      path.push({ transform: `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)` });
    }
    this.moving = this.dot.animate(path, { duration: WAY_MS, iterations: Infinity, iterationStart: this.props.start });
    this.moving.updatePlaybackRate(PACES[this.props.pace]);
  }

  render() {
    return h("i", { class: "dot", ref: dot => (this.dot = dot || this.dot) });
  }
}

function dots(edges) {
  if (STILL.matches) return null;
  return edges.filter(({ props }) => props.pace !== "idle").flatMap(({ key, props: { line, pace } }) => [0, 0.5].map(start => h(Dot, { key: key + start, line, pace, start })));
}

/** Above the line, or below it where the line comes down from above. */
function besides(y, falls, em) {
  return falls > 0.3 * em ? y + em : y - 0.4 * em;
}

function paceOf(each) {
  return !each ? "idle" : each < 5 ? "slow" : each < 200 ? "even" : "fast";
}

export class Drawing extends Live {
  constructor(props) {
    super(props);
    this.state = { width: 0, em: 14 };
  }

  componentDidMount() {
    super.componentDidMount();
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this.box);
    this.measure();
  }

  componentWillUnmount() {
    super.componentWillUnmount();
    this.sizes.disconnect();
  }

  measure() {
    const width = this.box.clientWidth;
    const em = parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (width !== this.state.width || em !== this.state.em) this.setState({ width, em });
  }

  render(_, { width, em }) {
    const graph = graphOf(live.state);
    const shape = shapeOf(graph);
    if (shape !== this.shape) {
      this.shape = shape;
      this.arranged = arrange(graph);
    }
    return h("div", { class: "drawing", ref: box => (this.box = box || this.box) }, width === 0 ? null : width < 60 * em ? this.listed(graph) : this.drawn(graph, width, em));
  }

  boxes(graph, column, place) {
    const byId = new Map(graph.nodes.map(node => [node.id, node]));
    return column.map(id => {
      const node = byId.get(id);
      const names = others => others.map(other => other.name).join(", ");
      return h(Box, { key: id, id, kind: node.kind, name: node.name, node: node.kind === "database" ? node : this.same(node), reads: names(node.reads), writes: names(node.writes), ...place(node) });
    });
  }

  /** The node of the last drawing while what it stands for is the same, so that its box rests. */
  same(node) {
    this.old ||= new Map();
    const before = this.old.get(node.id);
    if (before && before.what === node.what) return before;
    this.old.set(node.id, node);
    return node;
  }

  titles(graph, column) {
    const kinds = new Map(graph.nodes.map(node => [node.id, node.kind]));
    return [...new Set(column.map(id => TITLES[kinds.get(id)]))].filter(Boolean).join(" · ");
  }

  listed(graph) {
    return h("div", { class: "flow listed" }, this.arranged.columns.map((column, i) =>
      h("section", { key: i }, h("h2", null, this.titles(graph, column)), h("ul", null, this.boxes(graph, column, () => ({}))))));
  }

  drawn(graph, width, em) {
    const { columns, tops, high } = this.arranged;
    const least = 13.5 * em;
    const gapLeast = 4.6 * em;
    const box = Math.floor(Math.max(least, Math.min(21 * em, (width - (columns.length - 1) * gapLeast) / columns.length)));
    const gap = columns.length < 2 ? 0 : Math.floor(Math.max(gapLeast, Math.min(13 * em, (width - columns.length * box) / (columns.length - 1))));
    const whole = columns.length * box + (columns.length - 1) * gap;
    const indent = Math.max(0, Math.floor((width - whole) / 2));
    const left = new Map();
    columns.forEach((column, i) => column.forEach(id => left.set(id, Math.round(indent + i * (box + gap)))));
    const tall = Math.ceil(high * em) + 2;
    const edges = this.edges(graph, left, tops, box, em);
    return h("div", { class: "flow drawn", tabIndex: whole > width ? 0 : undefined, role: whole > width ? "group" : undefined, "aria-label": whole > width ? "Flow" : undefined },
      h("div", { class: "titles" }, columns.map((column, i) => h("h2", { key: i, style: { left: Math.round(indent + i * (box + gap)) + "px", width: Math.round(box) + "px" } }, this.titles(graph, column)))),
      h("div", { class: "canvas", style: { height: tall + "px", width: Math.max(width, whole) + "px" } },
        h("svg", { width: Math.max(width, whole), height: tall, "aria-hidden": "true" }, edges),
        h("div", { "aria-hidden": "true" }, dots(edges)),
        columns.map((column, i) => h("ul", { key: i, "aria-label": this.titles(graph, column) || "More" },
          this.boxes(graph, column, node => ({ top: (tops.get(node.id) * em).toFixed(1) + "px", left: left.get(node.id) + "px", width: Math.round(box) + "px" }))))));
  }

  edges(graph, left, tops, box, em) {
    const port = (node, other, list, key) => {
      const order = [...new Set(list)].sort((a, b) => tops.get(a.id) - tops.get(b.id));
      return (tops.get(node.id) + (heightOf(node.kind) * (order.indexOf(other) + 0.5)) / order.length) * em;
    };
    return graph.edges.map(({ id, from, to: target, rate: each }) => {
      const x1 = left.get(from.id) + box;
      const y1 = port(from, target, from.writes);
      const x2 = left.get(target.id);
      const y2 = port(target, from, target.reads);
      const bend = Math.max(2 * em, Math.abs(x2 - x1) * 0.45);
      const atEnd = from.writes.length >= target.reads.length;
      return h(Edge, {
        key: id,
        line: [x1, y1, bend, x2, y2].map(each => each.toFixed(1)).join(" "),
        weight: each ? Math.min(4, 1 + Math.floor(Math.log10(1 + each))) : 0,
        pace: paceOf(each),
        x: Math.round(atEnd ? x2 - 0.5 * em : x1 + 0.5 * em),
        y: Math.round(besides(atEnd ? y2 : y1, atEnd ? y2 - y1 : y1 - y2, em)),
        anchor: atEnd ? "end" : "start",
        said: each == null ? null : rate(each) + "/s",
      });
    });
  }
}
