// All topics, and one topic's page: messages, partitions, groups, settings.
import { h, Fragment } from "/assets/lib/preact.js";
import { Load } from "./ask.js";
import { Hour, Spark } from "./charts.js";
import { bytes, count, many, rate } from "./format.js";
import { live } from "./live.js";
import { Messages } from "./messages.js";
import { Empty, Facts, Filter, GroupState, Heading, Live, Mark, Trail, Views, Waiting } from "./parts.js";
import { groupAt, Link, topicAt, turn } from "./route.js";
import { plain, Text } from "./text.js";
import { Resting, Table, turned } from "./virtual.js";

const COLUMNS = [
  { id: "name", title: "Topic", look: "name", head: true, sort: topic => topic.name, cell: topic => h(Link, { to: topicAt(topic.name), title: plain(topic.name) }, h(Text, { value: topic.name })) },
  { id: "rate", title: "Records/s", look: "n w7", sort: topic => topic.rate, cell: topic => rate(topic.rate) },
  { id: "spark", title: "Last hour", look: "w8 wide", cell: topic => h(Spark, { of: "topic:" + topic.name, what: "records a second" }) },
  { id: "messages", title: "Messages", look: "n w9", sort: topic => topic.messages, cell: topic => count(topic.messages) },
  { id: "partitions", title: "Partitions", look: "n w7 wide", sort: topic => topic.partitions, cell: topic => count(topic.partitions) },
  { id: "copies", title: "Copies", look: "w8 wide", sort: topic => topic.underReplicated, cell: topic => (topic.underReplicated ? h(Mark, { kind: "warn" }, topic.underReplicated + " short") : h("span", { class: "faint" }, "in sync")) },
];
const NUMBERS = ["rate", "messages", "partitions", "copies"];

export class Topics extends Live {
  resting = new Resting();

  render({ query }) {
    const state = live.state;
    if (!state) return h(Fragment, null, h(Heading, null, "Topics"), h(Waiting));
    const order = query.sort || "name";
    const word = (query.q || "").toLowerCase();
    const open = (state.topics || []).filter(topic => query.internal || !topic.internal);
    const rows = this.resting.of(open.filter(topic => topic.name.toLowerCase().includes(word)), COLUMNS, order, topic => topic.name, state.time);
    const inside = (state.topics || []).length - (state.topics || []).filter(topic => !topic.internal).length;
    return h(Fragment, null,
      h(Heading, null, "Topics"),
      h("div", { class: "tools" },
        h(Filter, { label: "Filter by name", value: query.q, onInput: q => turn({ q }) }),
        h("label", { class: "check" }, h("input", { type: "checkbox", checked: !!query.internal, onChange: event => turn({ internal: event.target.checked }) }), `Show internal (${inside})`),
        h("p", { class: "tally", role: "status" }, rows.length === open.length ? many(rows.length, "topic") : `${count(rows.length)} of ${many(open.length, "topic")}`)),
      rows.length
        ? h(Table, { caption: "Topics", columns: COLUMNS, rows, keyOf: topic => topic.name, sort: { by: order.replace(/^-/, ""), down: order[0] === "-" }, onSort: by => turn({ sort: turned(order, by, NUMBERS) }) })
        : word ? h(Empty, { title: "No topic has this in its name." }) : h(Empty, { title: "There is no topic yet.", run: "./millrace run demo" }, "Topics appear when something writes. This starts a pipeline:"));
  }
}

const PARTITIONS = [
  { id: "id", title: "Part.", look: "n w5", head: true, cell: each => each.id },
  { id: "leader", title: "Leader", look: "n w6 wide", cell: each => (each.leader == null || each.leader < 0 ? h(Mark, { kind: "bad" }, "none") : each.leader) },
  { id: "sync", title: "Copies in sync", look: "w9", cell: each => h(Mark, { kind: each.inSync.length < each.replicas.length ? "warn" : "ok" }, `${each.inSync.length} of ${each.replicas.length}`) },
  { id: "replicas", title: "On brokers", look: "wide w9", cell: each => each.replicas.join(", ") },
  { id: "begin", title: "First offset", look: "n w9 wide", cell: each => count(each.begin) },
  { id: "end", title: "End offset", look: "n w9", cell: each => count(each.end) },
  { id: "messages", title: "Messages", look: "n w9 wide", cell: each => count(each.end - each.begin) },
  { id: "bytes", title: "Size", look: "n w7", cell: each => bytes(each.bytes) },
];

const SETTINGS = [
  { id: "name", title: "Setting", look: "name mono", head: true, sort: each => each.name, cell: each => h(Text, { value: each.name }) },
  { id: "value", title: "Value", look: "mono", cell: each => h(Text, { value: each.value ?? "" }) },
  { id: "own", title: "From", look: "w9", cell: each => (each.own ? h("b", null, "this topic") : h("span", { class: "faint" }, "default")) },
];

const LAGS = [
  { id: "partition", title: "Part.", look: "n w5", head: true, cell: each => each.partition },
  { id: "lag", title: "Lag", look: "n w9", cell: each => count(each.lag) },
  { id: "committed", title: "Committed", look: "n w9", cell: each => count(each.committed) },
  { id: "end", title: "End offset", look: "n w9", cell: each => count(each.end) },
  { id: "reader", title: "Read by", look: "wide", cell: each => (each.reader ? h(Text, { value: each.reader, max: 120 }) : h("span", { class: "faint" }, "nobody now")) },
];

/** One group's partitions of a topic, each with the member that reads it. */
export function Lags({ group }) {
  const reader = new Map();
  for (const member of group.members || []) for (const partition of member.partitions) reader.set(partition, `${member.client} ${member.host || ""}`.trim());
  const rows = group.partitions.map(each => ({ ...each, reader: reader.get(each.partition) }));
  return h(Table, { caption: "Partitions read by " + plain(group.group), columns: LAGS, rows, keyOf: each => each.partition });
}

function Groups({ groups }) {
  if (!groups.length) return h(Empty, { title: "No group reads this topic." });
  return groups.map(group => h("section", { key: group.group, class: "block" },
    h("h2", null, h(Link, { to: groupAt(group.group) }, h(Text, { value: group.group }))),
    h("p", { class: "row" }, h(GroupState, { value: group.state }), h("span", null, many((group.members || []).length, "member")), h("span", null, "lag ", h("b", { class: "n" }, count(group.partitions.reduce((sum, each) => sum + (each.lag || 0), 0))))),
    h(Lags, { group })));
}

const TABS = [["messages", "Messages"], ["partitions", "Partitions"], ["groups", "Groups"], ["settings", "Settings"]];

export class Topic extends Live {
  render({ name, query }) {
    const tab = TABS.some(([id]) => id === query.tab) ? query.tab : "messages";
    const state = live.state;
    const topic = state && (state.topics || []).find(each => each.name === name);
    const beat = topic && tab !== "messages" ? Math.floor(state.time / 3000) : 0;
    return h(Fragment, null,
      h(Trail, { steps: [["Topics", "/topics"], [name]] }),
      h(Heading, {
        aside: topic && h(Facts, { look: "inline", items: [["records/s", h("span", { class: "n w5" }, rate(topic.rate))], ["messages", h("span", { class: "n w7" }, count(topic.messages))], ["partitions", count(topic.partitions)], topic.underReplicated && ["copies", h(Mark, { kind: "warn" }, topic.underReplicated + " short")]] }),
      }, h(Text, { value: name, max: 400 })),
      state && !topic && h("p", { class: "note" }, h(Mark, { kind: "warn" }, "This topic is not there now.")),
      h(Views, { label: "Views of the topic", now: tab, views: TABS.map(([id, title]) => [id, title, topicAt(name, { tab: id === "messages" ? undefined : id })]) }),
      tab === "messages"
        ? h(Messages, { key: name, topic: name, query, partitions: topic?.partitions })
        : h(Load, { key: name, path: "/api/topic", query: { name }, beat }, answer =>
          tab === "partitions" ? h(Fragment, null, h(Hour, { of: "topic:" + name, unit: "records/s", label: "Records a second" }), h(Table, { caption: "Partitions", columns: PARTITIONS, rows: answer.partitions, keyOf: each => each.id }), h("p", { class: "faint" }, "Topic id ", h("code", null, h(Text, { value: answer.id })))) :
          tab === "groups" ? h(Groups, { groups: answer.groups || [] }) :
          h(Table, { caption: "Settings", columns: SETTINGS, rows: [...answer.settings].sort((a, b) => Number(b.own) - Number(a.own) || (a.name < b.name ? -1 : 1)), keyOf: each => each.name })));
  }
}
