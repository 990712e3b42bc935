// The commit log of a root: its partitions, and one partition's batches and claims as a time line.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { ask, Load } from "./ask.js";
import { bytes, clock, count, many, span } from "./format.js";
import { RootHeading, rootViews } from "./landed.js";
import { Age, Empty, Mark, Problem, Time, Trail } from "./parts.js";
import { Link, recordAt, to } from "./route.js";
import { Text } from "./text.js";
import { Table } from "./virtual.js";

const PARTITIONS = root => [
  { id: "partition", title: "Partition", look: "name", head: true, cell: each => h(Link, { to: to("/landed/log", { root, topic: each.topic, partition: String(each.partition) }) }, h(Text, { value: each.topic + "-" + each.partition })) },
  { id: "last", title: "Entries", look: "n w7", cell: each => count(each.last + 1) },
  { id: "records", title: "Records", look: "n w9", cell: each => count(each.records) },
  { id: "next", title: "Next offset", look: "n w9 wide", cell: each => count(each.nextOffset) },
  { id: "commit", title: "Last commit", look: "w9", cell: each => h(Age, { at: each.lastCommit }) },
  { id: "owner", title: "Owner", look: "wide mono", cell: each => h(Text, { value: each.owner ?? "–", max: 120 }) },
];

/** What had a batch committed, as the sink's rules are called. */
const REASONS = {
  size: "a file was as long as it may be (--roll-bytes)",
  records: "a file had as many records as it may have (--roll-records)",
  age: "its first record had waited as long as it may (--roll-age)",
  idle: "no record came for a while (--roll-idle)",
  event_time: "event time entered a later folder (--roll-at-boundary)",
  files: "a batch may not have more files",
  columns: "the columns changed",
  memory: "memory was short",
  release: "the partition was given back, or the sink stopped",
};

/** Why the batches are as small or as large as they are: the commonest reason first. */
function Reasons({ records }) {
  const counts = new Map();
  for (const { reason } of records) if (reason) counts.set(reason, (counts.get(reason) || 0) + 1);
  if (!counts.size) return null;
  const said = [...counts].sort((a, b) => b[1] - a[1]).map(([reason, n]) => `${reason.replace("_", " ")} ${count(n)}`);
  return h("p", { class: "faint" }, "Committed by " + said.join(", "));
}

function Batch({ record, root, topic, partition, owner }) {
  const files = record.files || [];
  return h(Fragment, null,
    h("p", { class: "row" }, h("span", { class: "sequence n" }, count(record.sequence)), h("b", null, "Batch"), owner,
      h("b", { class: "n" }, many(record.rows, "row")),
      record.reason && h("span", { class: "faint", title: REASONS[record.reason] }, "by " + record.reason.replace("_", " ")),
      h("span", null, "offsets ", h(Link, { to: recordAt(topic, partition, record.startOffset) }, count(record.startOffset)), " to ", h(Link, { to: recordAt(topic, partition, Math.max(record.startOffset, record.nextOffset - 1)) }, count(record.nextOffset - 1))),
      record.deadLetters > 0 && h(Mark, { kind: "warn" }, many(record.deadLetters, "dead letter")),
      record.skipped > 0 && h(Mark, { kind: "warn" }, count(record.skipped) + " skipped")),
    files.length > 0 && h("ul", { class: "plain files" }, files.map(file => h("li", { key: file.path, class: "row" },
      h(Link, { to: to("/landed/file", { path: file.path.startsWith("/") ? file.path : root + "/" + file.path, root }) }, h(Text, { value: file.path, max: 200 })),
      h("span", { class: "faint" }, `${many(file.rows, "row")}, ${bytes(file.length)}`)))));
}

class Line extends Component {
  async more(before) {
    const { root, topic, partition } = this.props;
    this.setState({ busy: true, problem: null });
    try {
      const answer = await ask("/api/log", { root, topic, partition, before: String(before) });
      this.setState({ older: (this.state.older || []).concat(answer.records), busy: false, end: !answer.records.length });
    } catch (broken) {
      this.setState({ problem: broken.message, busy: false });
    }
  }

  render({ answer, root, topic, partition }, { older, busy, problem, end }) {
    const records = answer.records.concat(older || []);
    if (!records.length) return h(Empty, { title: "The log of this partition has no entry here." });
    const last = records[records.length - 1];
    return h(Fragment, null,
      h("ol", { class: "timeline" }, records.map((record, i) => {
        const before = records[i + 1];
        const taken = record.kind === "claim";
        const other = before && before.owner !== record.owner;
        const owner = (taken || other) && h("span", { class: "mono faint wrap" }, other && [h(Text, { value: before.owner, max: 60 }), " → "], h(Text, { value: record.owner, max: 80 }));
        return h("li", { key: record.sequence, class: taken ? "claim" : "batch" },
          h("div", { class: "when" }, h(Time, { at: record.time }), before && h("span", { class: "faint n" }, "+" + span((record.time - before.time) / 1000))),
          h("div", { class: "what" },
            taken
              ? h("p", { class: "row" }, h("span", { class: "sequence n" }, count(record.sequence)), h("b", null, other ? "Takeover" : "Claim"), owner, h("span", { class: "faint" }, "goes on at offset ", count(record.nextOffset)))
              : h(Batch, { record, root, topic, partition, owner })));
      })),
      problem && h(Problem, { said: problem }),
      !end && last.sequence > 0 && h("button", { type: "button", disabled: busy, onClick: () => this.more(last.sequence) }, busy ? "Loading…" : "Older entries"));
  }
}

/** The rows of each batch over time as bars, so that gaps and bursts are seen at a glance. */
function Bars({ records }) {
  const batches = records.filter(record => record.kind !== "claim").reverse();
  if (batches.length < 3) return null;
  const top = Math.max(...batches.map(record => record.rows), 1);
  const first = records[records.length - 1].time;
  const whole = Math.max(1, records[0].time - first);
  const x = time => (((time - first) / whole) * 98 + 1).toFixed(2);
  return h("figure", { class: "bars" },
    h("svg", { viewBox: "0 0 100 30", preserveAspectRatio: "none", role: "img", "aria-label": `Rows of the last ${batches.length} batches, at most ${count(top)}` },
      batches.map(record => h("path", { key: record.sequence, d: `M${x(record.time)} 30V${(30 - Math.max(1, (record.rows / top) * 28)).toFixed(1)}`, class: "bar" })),
      records.filter(record => record.kind === "claim").map(record => h("path", { key: record.sequence, d: `M${x(record.time)} 30V0`, class: "claim-line" }))),
    h("figcaption", null, h("span", null, clock(first)), h("span", null, "rows of each batch; broken lines are claims"), h("span", null, clock(records[0].time))));
}

export class Log extends Component {
  render({ query }) {
    const { root, topic, partition, before } = query;
    if (!root) return h(Empty, { title: "Which root?" }, h(Link, { to: "/landed" }, "Choose one."));
    const one = topic !== undefined && partition !== undefined;
    return h(Fragment, null,
      h(Trail, { steps: [["Landed", "/landed"], [root, to("/landed", { root })], ["Commit log", one ? to("/landed/log", { root }) : null], ...(one ? [[topic + "-" + partition]] : [])] }),
      h(RootHeading, { root }),
      rootViews(root, "log"),
      one
        ? h(Load, { path: "/api/log", query: { root, topic, partition, before }, fresh: true }, (answer, again) => h(Fragment, null,
          h("div", { class: "tools status" }, h("p", { class: "tally" }, h("span", null, h("b", null, h(Text, { value: topic + "-" + partition })), ", newest first")), before ? h(Link, { to: to("/landed/log", { root, topic, partition }) }, "Go to the newest") : h("button", { type: "button", onClick: again }, "Look again")),
          h(Bars, { records: answer.records }),
          h(Reasons, { records: answer.records }),
          h(Line, { key: topic + partition + before + (answer.records[0]?.sequence ?? ""), answer, root, topic, partition })))
        : h(Load, { path: "/api/log", query: { root }, fresh: true }, answer => {
          if (this.columnsOf !== root) {
            this.columnsOf = root;
            this.columns = PARTITIONS(root);
          }
          return answer.partitions.length ? h(Table, { caption: "Partitions in the commit log", columns: this.columns, rows: answer.partitions, keyOf: each => each.topic + "-" + each.partition }) : h(Empty, { title: "This root has no commit log yet." });
        }));
  }
}
