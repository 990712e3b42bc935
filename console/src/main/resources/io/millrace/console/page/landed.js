// What landed on HDFS: the roots, and the folders and files below one.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { Load } from "./ask.js";
import { Audit } from "./audit.js";
import { bytes, count, many, span } from "./format.js";
import { live } from "./live.js";
import { Age, Empty, Facts, Filter, Heading, Live, Mark, Problem, Run, Time, Trail, Views, Waiting } from "./parts.js";
import { Results } from "./results.js";
import { Link, to, topicAt, turn } from "./route.js";
import { plain, Text } from "./text.js";
import { sorted, Table, turned } from "./virtual.js";

const SMALL = 1024 * 1024;

const ROOTS = [
  { id: "root", title: "Root", look: "name whole", head: true, cell: root => h(Link, { to: to("/landed", { root: root.root }), title: plain(root.root) }, h(Text, { value: root.root })) },
  { id: "state", title: "State", look: "w9", cell: root => (root.problem ? h("span", { title: plain(root.problem, 2000) }, h(Mark, { kind: "warn" }, "problem")) : h(Mark, { kind: "ok" }, "readable")) },
  { id: "records", title: "Records", look: "n w9", cell: root => count(root.records) },
  { id: "bytes", title: "Size", look: "n w7", cell: root => bytes(root.bytes) },
  { id: "files", title: "Files", look: "n w6 wide", cell: root => count(root.files) },
  { id: "mean", title: "Bytes per file", look: "n w8 wide", cell: root => (root.files ? bytes(Math.round(root.bytes / root.files)) : "") },
  { id: "commit", title: "Last commit", look: "w9 wide", cell: root => h(Age, { at: root.lastCommit }) },
  { id: "topics", title: "Topics", look: "wide", cell: root => (root.topics || []).map((name, i) => [i > 0 && ", ", h(Link, { key: name, to: topicAt(name) }, h(Text, { value: name, max: 60 }))]) },
];

class Roots extends Live {
  render() {
    const state = live.state;
    if (!state) return h(Waiting);
    if (!state.hdfs) return h(Empty, { title: "No HDFS is set for this console.", run: "./millrace run machine-logs" }, "Where a sink runs, its folders appear here:");
    const away = !state.hdfs.up && h(Problem, { said: "HDFS does not answer: " + (state.hdfs.problem || "") });
    const roots = state.roots || [];
    return h(Fragment, null, away, roots.length
      ? h(Table, { caption: "Roots of sinks", columns: ROOTS, rows: roots, keyOf: root => root.root })
      : h(Empty, { title: "Nothing has landed yet.", run: "./millrace run machine-logs" }, "A sink's folder appears with its first commit. This starts one:"),
      state.hdfs.up && h(Results));
  }
}

const ENTRIES = [
  { id: "name", title: "Name", look: "name", head: true, sort: each => each.name, cell: each => h(Link, { to: each.url, title: plain(each.name) }, h("span", { class: "kind" }, each.folder ? "folder " : "file "), h(Text, { value: each.name + (each.folder ? "/" : "") })) },
  { id: "length", title: "Size", look: "n w8", sort: each => each.length, cell: each => (each.folder ? "" : bytes(each.length)) },
  { id: "small", title: "Note", look: "w7 wide", cell: each => (!each.folder && each.length < SMALL ? h("span", { class: "faint" }, "small") : "") },
  { id: "modified", title: "Changed", look: "w13 wide", sort: each => each.modified, cell: each => (each.folder ? "" : h(Time, { at: each.modified })) },
];

/** A word of a command, as a shell takes it whatever is in it. */
const word = value => (/^[\w./=:@%+-]+$/.test(value) ? value : "'" + value.replaceAll("'", "'\\''") + "'");

/** Files of lines can be counted by level; what is counted is shown under "Results of jobs". */
function LevelsCommand({ root, folder, files }) {
  if (!files.some(file => /\.(txt|jsonl|log|csv)(\.gz|\.zst)?$/.test(file.name))) return null;
  const input = folder ? root + "/" + folder : root;
  return h("details", null, h("summary", null, "Count its records by level"),
    h(Run, { command: `./millrace hadoop jar mapreduce-job/target/mapreduce-job.jar levels ${word(input)} ${word("/results" + input.replaceAll("=", "-"))}` }));
}

function Entries({ answer, query }) {
  const folder = answer.folder || "";
  const order = query.sort || "name";
  const wanted = (query.q || "").toLowerCase();
  const folders = (answer.folders || []).map(each => ({ folder: true, name: each.name, url: to("/landed", { root: answer.root, folder: folder ? folder + "/" + each.name : each.name }) }));
  const files = (answer.files || []).map(each => ({ ...each, url: to("/landed/file", { path: each.path, root: answer.root }) }));
  const fits = each => each.name.toLowerCase().includes(wanted);
  const rows = sorted(folders.filter(fits), ENTRIES.slice(0, 1), order.endsWith("name") ? order : "name").concat(sorted(files.filter(fits), ENTRIES, order));
  const small = files.filter(each => each.length < SMALL).length;
  const whole = files.reduce((sum, each) => sum + each.length, 0);
  return h(Fragment, null,
    h("div", { class: "tools" },
      h(Filter, { label: "Filter by name", value: query.q, onInput: q => turn({ q }) }),
      h("p", { class: "tally", role: "status" }, `${many(folders.length, "folder")}, ${many(files.length, "file")}` + (files.length ? `, ${bytes(whole)} here` : "") + (small ? `, ${count(small)} below 1 MB` : ""))),
    rows.length
      ? h(Table, { caption: "Folders and files", columns: ENTRIES, rows, keyOf: each => (each.folder ? "d/" : "f/") + each.name, sort: { by: order.replace(/^-/, ""), down: order[0] === "-" }, onSort: by => turn({ sort: turned(order, by, ["length", "modified"]) }) })
      : h(Empty, { title: wanted ? "Nothing here has this in its name." : "This folder is empty." }),
    h(LevelsCommand, { root: answer.root, folder, files }));
}

export function rootViews(root, now) {
  return h(Views, { label: "Views of the root", now, views: [["files", "Files", to("/landed", { root })], ["log", "Commit log", to("/landed/log", { root })], ["audit", "Audit", to("/landed", { root, view: "audit" })]] });
}

class RootFacts extends Live {
  render({ root }) {
    const known = live.state && (live.state.roots || []).find(each => each.root === root);
    if (!known) return null;
    const behind = (live.state.services || [])
      .filter(service => (service.flows || []).some(flow => flow.to === "hdfs:" + root))
      .flatMap(service => (service.facts || []).filter(fact => fact.name.endsWith(" are behind")).map(fact => [fact.name.replace("seconds that its ", ""), span(fact.value)]));
    return h(Facts, { look: "inline", items: [["records", count(known.records)], ["files", count(known.files)], ["size", bytes(known.bytes)], ["per file", known.files ? bytes(Math.round(known.bytes / known.files)) : ""], ["last commit", h(Age, { at: known.lastCommit })], ...behind] });
  }
}

export function RootHeading({ root }) {
  return h(Heading, { aside: h(RootFacts, { root }) }, h(Text, { value: root, max: 400 }));
}

export class Landed extends Component {
  render({ query }) {
    const { root, folder } = query;
    if (!root) return h(Fragment, null, h(Heading, null, "Landed"), h(Roots));
    const steps = (folder || "").split("/").filter(Boolean);
    return h(Fragment, null,
      h(Trail, { steps: [["Landed", "/landed"], [root, steps.length ? to("/landed", { root }) : null], ...steps.map((step, i) => [step, i < steps.length - 1 ? to("/landed", { root, folder: steps.slice(0, i + 1).join("/") }) : null])] }),
      h(RootHeading, { root }),
      rootViews(root, query.view === "audit" ? "audit" : "files"),
      query.view === "audit" ? h(Audit, { key: root, root }) : h(Load, { path: "/api/landed", query: { root, folder: folder || "" }, fresh: true }, answer => h(Entries, { answer, query })));
  }
}
