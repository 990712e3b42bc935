// One file: its columns, row groups and first rows, or its first lines.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { Load } from "./ask.js";
import { bytes, count, many } from "./format.js";
import { Copy, Empty, Facts, Heading, Problem, Time, Trail } from "./parts.js";
import { to } from "./route.js";
import { Long, plain, Text } from "./text.js";
import { Table } from "./virtual.js";

const TYPES = [
  { id: "name", title: "Column", look: "name mono", head: true, cell: each => h(Text, { value: each.name }) },
  { id: "type", title: "Type", look: "mono", cell: each => h(Text, { value: each.type }) },
];

const GROUPS = [
  { id: "at", title: "Row group", look: "n w7", head: true, cell: each => each.at },
  { id: "rows", title: "Rows", look: "n w9", cell: each => count(each.rows) },
  { id: "bytes", title: "Size", look: "n w9", cell: each => bytes(each.bytes) },
];

function Rows({ file }) {
  return h("div", { class: "sideways", tabIndex: 0, role: "group", "aria-label": "First rows" },
    h("table", { class: "list free" }, h("caption", { class: "only-read" }, "First rows"),
      h("thead", null, h("tr", null, file.columns.map((column, i) => h("th", { key: i, scope: "col" }, h(Text, { value: column.name, max: 60 }))))),
      h("tbody", null, file.first.map((row, i) => h("tr", { key: i }, row.map((value, j) => h("td", { key: j, class: "mono", title: value == null ? undefined : plain(value) }, value == null ? h("span", { class: "faint" }, "null") : h(Text, { value, max: 80 }))))))));
}

function Inside({ file }) {
  return h(Fragment, null,
    h(Facts, { look: "inline", items: [["kind", file.kind], ["size", bytes(file.length)], ["changed", h(Time, { at: file.modified })], file.rows != null && ["rows", count(file.rows)], file.rowGroups?.length > 0 && ["row groups", count(file.rowGroups.length)]] }),
    file.problem && h(Problem, { said: file.problem }),
    file.first && h("section", { class: "block" }, h("h2", null, "First rows"), file.first.length ? h(Rows, { file }) : h(Empty, { title: "The file has no row." })),
    file.lines && h("section", { class: "block" }, h("h2", null, "First lines"), file.lines.length ? h("div", { class: "row side" }, h(Long, { value: file.lines.join("\n"), first: 10000 }), h(Copy, { what: "lines", text: file.lines.join("\n") })) : h(Empty, { title: "The file has no line." })),
    file.columns?.length > 0 && h("section", { class: "block half" }, h("h2", null, many(file.columns.length, "column")), h(Table, { caption: "Columns", columns: TYPES, rows: file.columns, keyOf: each => each.name })),
    file.rowGroups?.length > 0 && h("section", { class: "block half" }, h("h2", null, many(file.rowGroups.length, "row group")), h(Table, { caption: "Row groups", columns: GROUPS, rows: file.rowGroups.map((each, at) => ({ at, ...each })), keyOf: each => each.at })));
}

export class File extends Component {
  render({ query }) {
    const path = query.path || "";
    const { root } = query;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const within = root && path.startsWith(root + "/") ? path.slice(root.length + 1, Math.max(root.length + 1, path.length - name.length - 1)).split("/").filter(Boolean) : [];
    const steps = [["Landed", "/landed"], ...(root ? [[root, to("/landed", { root })], ...within.map((step, i) => [step, to("/landed", { root, folder: within.slice(0, i + 1).join("/") })])] : []), [name]];
    return h(Fragment, null,
      h(Trail, { steps }),
      h(Heading, { aside: h(Copy, { what: "path", label: "Copy path", text: path }) }, h(Text, { value: name, max: 400 })),
      h("p", { class: "faint wrap" }, h(Text, { value: path, max: 1000 })),
      path ? h(Load, { path: "/api/file", query: { path }, fresh: true }, file => h(Inside, { file })) : h(Empty, { title: "Which file?" }, "Open one from a root's files."));
  }
}
