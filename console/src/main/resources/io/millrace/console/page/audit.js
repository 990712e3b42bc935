// An audit of a root, watched while it runs: every file of the log is looked up on HDFS.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { stream } from "./ask.js";
import { bytes, count, many } from "./format.js";
import { Mark, Problem } from "./parts.js";
import { Text } from "./text.js";
import { Table } from "./virtual.js";

const KEPT = 1000;

const FINDINGS = [
  { id: "kind", title: "Finding", look: "w16", cell: each => h(Mark, { kind: "bad" }, h(Text, { value: each.kind.toLowerCase().replaceAll("_", " "), max: 60 })) },
  { id: "partition", title: "Partition", look: "name", head: true, cell: each => h(Text, { value: each.partition ?? "–", max: 80 }) },
  { id: "text", title: "What is wrong", look: "wrap", cell: each => h(Text, { value: each.text, max: 600 }) },
  { id: "path", title: "File", look: "wrap wide mono", cell: each => h(Text, { value: each.path ?? "", max: 300 }) },
];

const PARTITIONS = [
  { id: "partition", title: "Partition", look: "name", head: true, cell: each => h(Text, { value: each.partition }) },
  { id: "records", title: "Records", look: "n w9", cell: each => count(each.records) },
  { id: "files", title: "Files", look: "n w7", cell: each => count(each.files) },
  { id: "bytes", title: "Size", look: "n w8", cell: each => bytes(each.bytes) },
];

export class Audit extends Component {
  componentWillUnmount() {
    this.stop?.();
  }

  start() {
    this.stop?.();
    const findings = [];
    this.setState({ busy: true, said: "begins", findings, found: 0, done: null, problem: null, halted: false });
    let found = 0;
    this.stop = stream("/api/audit", { root: this.props.root }, {
      progress: ({ said }) => this.setState({ said }),
      finding: finding => {
        found++;
        if (findings.length < KEPT) findings.push({ ...finding, at: found });
        this.setState({ found });
      },
      done: done => this.setState({ busy: false, done }),
      problem: ({ problem }) => this.setState({ busy: false, problem }),
    });
  }

  halt() {
    this.stop();
    this.setState({ busy: false, halted: true });
  }

  render(_, { busy, said, findings = [], found = 0, done, problem, halted }) {
    const started = said !== undefined;
    return h(Fragment, null,
      h("p", { class: "intro" }, "An audit reads the commit log and looks up every file that it names: whether it is there, as long as it was, with the rows it had, and nothing beside it. It only reads."),
      h("div", { class: "tools status" },
        busy ? h("button", { type: "button", onClick: () => this.halt() }, "Stop the audit") : h("button", { type: "button", class: "main", onClick: () => this.start() }, started ? "Run it again" : "Run an audit"),
        h("p", { class: "tally", role: "status" }, busy ? ["Running: ", h(Text, { value: said, max: 200 }), found > 0 && `; ${many(found, "finding")} so far`] : halted ? `Stopped; ${many(found, "finding")} until then` : null)),
      problem && h(Problem, { said: problem }),
      done && h("p", { class: "verdict" }, done.clean ? h(Mark, { kind: "ok" }, "Clean: the log and the files agree.") : h(Mark, { kind: "bad" }, many(found, "finding") + ": the log and the files do not agree.")),
      findings.length > 0 && h(Table, { caption: "Findings", columns: FINDINGS, rows: findings.slice(), keyOf: each => each.at }),
      found > KEPT && h("p", { class: "faint" }, `The first ${count(KEPT)} are shown.`),
      done?.partitions?.length > 0 && h("section", { class: "block" }, h("h2", null, "What was looked at"), h(Table, { caption: "Partitions that were audited", columns: PARTITIONS, rows: done.partitions, keyOf: each => each.partition })));
  }
}
