// All consumer groups with their lag, and one group's page.
import { h, Fragment } from "/assets/lib/preact.js";
import { Load } from "./ask.js";
import { Hour, Spark } from "./charts.js";
import { count, many, rate, span } from "./format.js";
import { live } from "./live.js";
import { Empty, Facts, Filter, GroupState, Heading, Live, Mark, Trail, Waiting } from "./parts.js";
import { groupAt, Link, topicAt, turn } from "./route.js";
import { plain, Text } from "./text.js";
import { Lags } from "./topics.js";
import { Resting, Table, turned } from "./virtual.js";

const COLUMNS = [
  { id: "name", title: "Group", look: "name", head: true, sort: group => group.name, cell: group => h(Link, { to: groupAt(group.name), title: plain(group.name) }, h(Text, { value: group.name })) },
  { id: "state", title: "State", look: "w11", sort: group => group.state, cell: group => h(GroupState, { value: group.state }) },
  { id: "lag", title: "Lag", look: "n w9", sort: group => group.lag, cell: group => count(group.lag) },
  { id: "members", title: "Members", look: "n w7 wide", sort: group => group.members, cell: group => count(group.members) },
  { id: "topics", title: "Topics", look: "wide", cell: group => h(Text, { value: (group.topics || []).map(each => each.topic).join(", "), max: 160 }) },
];
const NUMBERS = ["lag", "members"];

export class Groups extends Live {
  resting = new Resting();

  render({ query }) {
    const state = live.state;
    if (!state) return h(Fragment, null, h(Heading, null, "Groups"), h(Waiting));
    const order = query.sort || "name";
    const word = (query.q || "").toLowerCase();
    const groups = state.groups || [];
    const rows = this.resting.of(groups.filter(group => group.name.toLowerCase().includes(word) || (group.topics || []).some(each => each.topic.toLowerCase().includes(word))), COLUMNS, order, group => group.name, state.time);
    return h(Fragment, null,
      h(Heading, null, "Groups"),
      h("div", { class: "tools" },
        h(Filter, { label: "Filter by group or topic", value: query.q, onInput: q => turn({ q }) }),
        h("p", { class: "tally", role: "status" }, rows.length === groups.length ? many(rows.length, "group") : `${count(rows.length)} of ${many(groups.length, "group")}`)),
      rows.length
        ? h(Table, { caption: "Consumer groups", columns: COLUMNS, rows, keyOf: group => group.name, sort: { by: order.replace(/^-/, ""), down: order[0] === "-" }, onSort: by => turn({ sort: turned(order, by, NUMBERS) }) })
        : word ? h(Empty, { title: "No group has this in its name or among its topics." }) : h(Empty, { title: "No group reads yet.", run: "./millrace run machine-logs" }, "A group appears when something reads. This starts a sink:"));
  }
}

const CLOSE_SECONDS = 10;

/** How far a reader is behind, in the time that its lag takes at its rate, and whether it comes nearer. */
function behind(read, topic) {
  if (!read.lag) return h(Mark, { kind: "ok" }, "caught up");
  if (read.rate == null) return "–";
  if (read.rate === 0) return h(Mark, { kind: "warn" }, "does not read");
  const seconds = read.lag / read.rate;
  if (seconds < CLOSE_SECONDS) return h(Mark, { kind: "ok" }, span(seconds) + " behind");
  const gain = topic && topic.rate != null ? read.rate - topic.rate : 0;
  return gain > 0.01 ? h(Mark, { kind: "off" }, "caught up in " + span(read.lag / gain)) : h(Mark, { kind: "warn" }, span(seconds) + " behind" + (gain < -0.01 ? ", more each s" : ""));
}

const READS = [
  { id: "topic", title: "Topic", look: "name whole", head: true, cell: ({ read }) => h(Link, { to: topicAt(read.topic, { tab: "groups" }) }, h(Text, { value: read.topic })) },
  { id: "lag", title: "Lag", look: "n w9", cell: ({ read }) => count(read.lag) },
  { id: "spark", title: "Lag, last hour", look: "w9 wide", cell: ({ read, group }) => h(Spark, { of: "lag:" + group + "/" + read.topic, what: "lag" }) },
  { id: "rate", title: "Reads/s", look: "n w7", cell: ({ read }) => rate(read.rate) },
  { id: "written", title: "Written/s", look: "n w7 wide", cell: ({ topic }) => rate(topic?.rate) },
  { id: "behind", title: "Behind", look: "w12", cell: ({ read, topic }) => behind(read, topic) },
  { id: "committed", title: "Committed", look: "n w9 wide", cell: ({ read }) => count(read.committed) },
  { id: "end", title: "End offset", look: "n w9 wide", cell: ({ read }) => count(read.end) },
];

export class Group extends Live {
  render({ name, query }) {
    const state = live.state;
    const group = state && (state.groups || []).find(each => each.name === name);
    const reads = group ? group.topics || [] : [];
    const topics = new Map(((state && state.topics) || []).map(topic => [topic.name, topic]));
    const shown = reads.find(read => read.topic === query.topic) || reads[0];
    return h(Fragment, null,
      h(Trail, { steps: [["Groups", "/groups"], [name]] }),
      h(Heading, { aside: group && h(Facts, { look: "inline", items: [["state", h(GroupState, { value: group.state })], ["lag", h("span", { class: "n w7" }, count(group.lag))], ["members", count(group.members)]] }) }, h(Text, { value: name, max: 400 })),
      !state ? h(Waiting) : !group ? h(Empty, { title: "This group is not there now." }, "Groups without members and commits are forgotten by Kafka after a while.") : h(Fragment, null,
        h(Table, { caption: "Topics of the group", columns: READS, rows: reads.map(read => ({ read, group: name, topic: topics.get(read.topic) })), keyOf: row => row.read.topic }),
        shown && h("section", { class: "block" },
          h("h2", null, "Partitions of ", h(Text, { value: shown.topic })),
          reads.length > 1 && h("div", { class: "tools" }, h("label", { class: "field" }, h("span", null, "Topic"),
            h("select", { value: shown.topic, onChange: event => turn({ topic: event.target.value }) }, reads.map(read => h("option", { key: read.topic, value: read.topic }, plain(read.topic)))))),
          h(Hour, { of: "lag:" + name + "/" + shown.topic, unit: "lag", label: "Lag" }),
          h(Load, { path: "/api/topic", query: { name: shown.topic }, beat: Math.floor(state.time / 3000) }, answer => {
            const mine = (answer.groups || []).find(each => each.group === name);
            return mine ? h(Lags, { group: mine }) : h(Empty, { title: "The group has committed nothing in this topic." });
          }))));
  }
}
