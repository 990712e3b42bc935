// One record's way: from Kafka through its readers to where it landed and what it raised.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { AlertLine } from "./alerts.js";
import { Load } from "./ask.js";
import { bytes, count } from "./format.js";
import { live } from "./live.js";
import { Empty, Facts, Heading, Mark, Time, Trail } from "./parts.js";
import { Message, messageAt } from "./message.js";
import { groupAt, Link, recordAt, to, topicAt, turn } from "./route.js";
import { plain, Text } from "./text.js";

const LANDED = { stored: "ok", "not yet": "off", "before the log": "off", "skipped or dead letter": "warn" };

function Step({ kind, word, title, children }) {
  return h("li", { class: "step " + kind }, h("div", { class: "step-head" }, h("h2", null, title), word && h(Mark, { kind }, word)), children);
}

function Landed({ each, topic, partition }) {
  return h("div", { class: "card" },
    h("div", { class: "row" }, h(Mark, { kind: LANDED[each.state] || "off" }, h(Text, { value: each.state })), h(Link, { to: to("/landed", { root: each.root }) }, h(Text, { value: each.root }))),
    each.file && h("p", { class: "wrap" }, h(Link, { to: to("/landed/file", { path: each.file }) }, h(Text, { value: each.path || each.file, max: 400 }))),
    each.file && h(Facts, {
      look: "inline", items: [
        ["rows of the file", count(each.rows)], ["size", bytes(each.length)], ["its offsets", `${count(each.firstOffset)} to ${count(each.lastOffset)}`],
        ["batch", h(Link, { to: to("/landed/log", { root: each.root, topic, partition: String(partition), before: String(each.sequence + 1) }) }, count(each.sequence))],
        ["committed", h(Time, { at: each.committed })], each.owner && ["by", h(Text, { value: each.owner, max: 80 })],
      ],
    }));
}

function Way({ answer, query }) {
  const { topic, partition, offset } = query;
  const reached = (answer.groups || []).filter(group => group.passed).length;
  const groups = answer.groups || [];
  const landed = answer.landed || [];
  const stored = landed.some(each => each.state === "stored");
  const alerts = answer.alerts || [];
  const origin = answer.deadLetterOf;
  return h("ol", { class: "way" },
    origin && h(Step, { kind: "warn", title: "It is a dead letter", word: "set aside" },
      h("p", null, h(Text, { value: origin.service || "A service" }), " could not use the record ", h(Link, { to: recordAt(origin.topic, origin.partition, origin.offset) }, h(Text, { value: `${origin.topic} ${origin.partition}-${origin.offset}` })), ":"),
      h("p", { class: "said" }, h(Text, { value: origin.reason, max: 2000 }))),
    h(Step, { kind: answer.message ? "ok" : "off", title: "In Kafka", word: answer.message ? "there" : "not there" },
      answer.message ? h(Message, { message: answer.message, alone: true }) : h("p", null, h(Text, { value: answer.problem || "Kafka no longer has it.", max: 1000 }))),
    h(Step, { kind: groups.length && reached === groups.length ? "ok" : "off", title: "Read", word: groups.length ? `by ${reached} of ${groups.length} groups` : "by nobody" },
      groups.length > 0 && h("ul", { class: "plain" }, groups.map(group => h("li", { key: group.group, class: "row" }, h(Mark, { kind: group.passed ? "ok" : "off" }, group.passed ? "passed" : "not yet"), h(Link, { to: groupAt(group.group) }, h(Text, { value: group.group })), h("span", { class: "faint" }, "committed ", count(group.committed)))))),
    h(Step, { kind: stored ? "ok" : landed.some(each => LANDED[each.state] === "warn") ? "warn" : "off", title: "Landed", word: stored ? "stored" : landed.length ? null : "nowhere" },
      landed.length ? landed.map(each => h(Landed, { key: each.root, each, topic, partition })) : h("p", { class: "faint" }, "No root of a sink takes this topic.")),
    h(Step, { kind: alerts.length ? "warn" : "off", title: "Alerts", word: alerts.length ? `raised ${alerts.length}` : "none" },
      alerts.length > 0 && h("ul", { class: "plain" }, alerts.map(alert => h(AlertLine, { key: alert.id, alert })))));
}

class Ask extends Component {
  submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    turn({ topic: form.get("topic"), partition: form.get("partition"), offset: form.get("offset") }, false);
  }

  render({ query }) {
    const names = live.state ? (live.state.topics || []).map(topic => topic.name) : [];
    return h("form", { class: "tools", role: "search", "aria-label": "Find a record", onSubmit: event => this.submit(event) },
      h("label", { class: "field grow" }, h("span", null, "Topic"), h("input", { name: "topic", required: true, list: "topic-names", autoComplete: "off", spellcheck: false, "data-search": "", defaultValue: query.topic || "" })),
      h("datalist", { id: "topic-names" }, names.slice(0, 200).map(name => h("option", { key: name, value: name }))),
      h("label", { class: "field narrow" }, h("span", null, "Partition"), h("input", { name: "partition", type: "number", min: "0", step: "1", required: true, defaultValue: query.partition || "0" })),
      h("label", { class: "field narrow" }, h("span", null, "Offset"), h("input", { name: "offset", type: "number", min: "0", step: "1", required: true, defaultValue: query.offset || "" })),
      h("div", { class: "field buttons" }, h("button", { type: "submit", class: "main" }, "Show its way")));
  }
}

export class Record extends Component {
  render({ query }) {
    const { topic, partition, offset } = query;
    const asked = topic && partition && offset;
    return h(Fragment, null,
      asked && h(Trail, { steps: [["Topics", "/topics"], [topic, topicAt(topic)], [`${partition}-${offset}`, messageAt(topic, partition, offset)], ["its way"]] }),
      h(Heading, null, asked ? h(Text, { value: `${topic} ${partition}-${offset}`, max: 400 }) : "One record's way"),
      h(Ask, { key: topic + "/" + partition + "/" + offset, query }),
      asked
        ? h(Load, { path: "/api/record", query: { topic, partition, offset }, fresh: true }, answer => h(Way, { answer, query }))
        : h(Empty, { title: "Which record?" }, "Name its topic, partition and offset, or open a message and follow “Its way”."));
  }
}
