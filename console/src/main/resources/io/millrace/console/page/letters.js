// Dead letters: the topics that hold them, their reasons, and the command that puts them back.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { Load } from "./ask.js";
import { count, many } from "./format.js";
import { Copy, Empty, Heading, Trail } from "./parts.js";
import { Link, recordAt, to, topicAt } from "./route.js";
import { Text } from "./text.js";
import { Table } from "./virtual.js";

const TOPICS = [
  { id: "name", title: "Topic", look: "name whole", head: true, cell: each => h(Link, { to: to("/dead-letters", { topic: each.name }) }, h(Text, { value: each.name })) },
  { id: "messages", title: "Messages", look: "n w9", cell: each => count(each.messages) },
];

const REASONS = topic => [
  { id: "count", title: "Letters", look: "n w7", cell: each => count(each.count) },
  { id: "reason", title: "Reason", look: "wrap", head: true, cell: each => h(Text, { value: each.reason, max: 600 }) },
  { id: "service", title: "Set aside by", look: "w12 wide cut", cell: each => h(Text, { value: each.service ?? "–", max: 80 }) },
  { id: "from", title: "Read from", look: "w12 wide cut", cell: each => (each.from ? h(Link, { to: topicAt(each.from) }, h(Text, { value: each.from, max: 120 })) : "–") },
  { id: "last", title: "The last one", look: "w9", cell: each => each.last && h(Link, { to: recordAt(topic, each.last.partition, each.last.offset) }, h("span", { class: "n" }, `${each.last.partition}-${each.last.offset}`)) },
];

class Reasons extends Component {
  render({ topic, answer }) {
    this.columns ||= REASONS(topic);
    const found = answer.reasons.reduce((sum, each) => sum + each.count, 0);
    if (!answer.reasons.length) return h(Empty, { title: "There is no dead letter here." });
    return h(Fragment, null,
      h("p", { class: "tally" }, `${many(answer.reasons.length, "reason")} for ${many(found, "letter")}` + (answer.scanned > found ? `; ${count(answer.scanned)} messages were read` : "")),
      h(Table, { caption: "Reasons", columns: this.columns, rows: [...answer.reasons].sort((a, b) => b.count - a.count), keyOf: each => each.reason + "\n" + each.service + "\n" + each.from }),
      answer.command && h("section", { class: "block" }, h("h2", null, "Put them back"),
        h("p", null, "When the cause is mended, this command sends them to the topics they came from:"),
        h("p", { class: "command" }, h("code", null, h(Text, { value: answer.command, max: 4000 })), h(Copy, { what: "command", text: answer.command }))),
      h("p", null, h(Link, { to: topicAt(topic) }, "All messages of this topic")));
  }
}

export class Letters extends Component {
  render({ query }) {
    const { topic } = query;
    return h(Fragment, null,
      topic && h(Trail, { steps: [["Dead letters", "/dead-letters"], [topic]] }),
      h(Heading, null, topic ? h(Text, { value: topic, max: 400 }) : "Dead letters"),
      topic
        ? h(Load, { key: topic, path: "/api/dead-letters", query: { topic }, fresh: true }, (answer, again) => h(Fragment, null, h("div", { class: "tools status" }, h("button", { type: "button", onClick: again }, "Look again")), h(Reasons, { topic, answer })))
        : h(Load, { key: "all", path: "/api/dead-letters" }, answer => answer.topics.length
          ? h(Table, { caption: "Topics of dead letters", columns: TOPICS, rows: answer.topics, keyOf: each => each.name })
          : h(Empty, { title: "There is no topic of dead letters." }, "A record that a service cannot use is set aside in one, with the reason. Nothing was.")));
  }
}
