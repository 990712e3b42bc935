// What jobs wrote as text: counts of levels as charts that look as those of `levels --chart`, and everything as a table.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { Load } from "./ask.js";
import { count, many } from "./format.js";
import { Empty, Heading, Time, Trail } from "./parts.js";
import { Link, to } from "./route.js";
import { plain, Text } from "./text.js";
import { Table } from "./virtual.js";

// As in io.millrace.mapreduce.chart.LevelColours; LevelColoursAgreeTest holds both together.
const COLOURS = {
  TRACE: "#B8A9D9", FINEST: "#B8A9D9", VERBOSE: "#B8A9D9", FINER: "#9C8CC8", DEBUG: "#5FB3B3", FINE: "#5FB3B3",
  CONFIG: "#7FA7D6", LOG: "#7FA7D6", SUCCESS: "#7FA7D6", INFO: "#2E6FAB", NOTICE: "#5E9C4B", WARN: "#F2B134",
  ERROR: "#D1453B", SEVERE: "#D1453B", FAILURE: "#D1453B", FAULT: "#D1453B", CRITICAL: "#A51C5B", DPANIC: "#A51C5B",
  ALERT: "#8E1B3A", EMERGENCY: "#4A0E1F", FATAL: "#4A0E1F", PANIC: "#4A0E1F", ASSERT: "#4A0E1F", NONE: "#A8A8A8",
};
const OTHER = "#7B61A8";
const ORDER = Object.keys(COLOURS);
const MOST_BARS = 40;
const MOST_STANDING = 1500;
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2})?)?$/;

const colour = level => COLOURS[level] || OTHER;
const rank = level => (ORDER.indexOf(level) + 1 || ORDER.length) * (level === "NONE" ? 100 : 1);

/** Counts by label and level, if that is what the rows are; else null. */
export function levelsOf(rows) {
  const wide = rows.length && rows[0].length;
  if (wide !== 2 && wide !== 3) return null;
  const bars = new Map();
  const levels = new Map();
  let total = 0;
  for (const row of rows) {
    const n = row[wide - 1];
    const level = row[wide - 2];
    if (row.length !== wide || !/^\d{1,15}$/.test(n) || !/^[A-Z][A-Z0-9_]*$/.test(level)) return null;
    const label = wide === 3 ? row[0] : level;
    if (!bars.has(label)) bars.set(label, new Map());
    bars.get(label).set(level, (bars.get(label).get(level) || 0) + Number(n));
    levels.set(level, (levels.get(level) || 0) + Number(n));
    total += Number(n);
  }
  if (![...levels.keys()].some(level => level in COLOURS)) return null;
  const sum = parts => [...parts.values()].reduce((a, b) => a + b, 0);
  const all = [...bars].map(([label, parts]) => ({ label, parts, sum: sum(parts) }));
  const time = wide === 3 && all.every(bar => TIME.test(bar.label));
  all.sort(time ? (a, b) => (a.label < b.label ? -1 : 1) : wide === 2 ? (a, b) => rank(a.label) - rank(b.label) : (a, b) => b.sum - a.sum);
  return { bars: all, levels: [...levels.keys()].sort((a, b) => rank(a) - rank(b)), total, time, single: wide === 2 };
}

function Legend({ levels }) {
  return h("ul", { class: "plain row legend" }, levels.map(level => h("li", { key: level },
    h("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, h("rect", { width: 12, height: 12, fill: colour(level) })), " ", level)));
}

/** The parts of a bar, one behind the other, in hundredths of the longest bar. */
function stacked(bar, levels, most) {
  let at = 0;
  return levels.filter(level => bar.parts.get(level)).map(level => {
    const length = (bar.parts.get(level) / most) * 100;
    const part = { level, at, length: Math.max(length, 0.05) };
    at += length;
    return part;
  });
}

const share = (n, total) => (total ? ` (${((n / total) * 100).toFixed(1)} %)` : "");

function Lying({ counts }) {
  const shown = counts.bars.slice(0, MOST_BARS);
  const most = Math.max(1, ...shown.map(bar => bar.sum));
  return h(Fragment, null,
    h("ul", { class: "plain lying" }, shown.map(bar => h("li", { key: bar.label },
      h("span", { class: "label", title: plain(bar.label, 400) }, h(Text, { value: bar.label, max: 60 })),
      h("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, stacked(bar, counts.levels, most).map(part => h("rect", { key: part.level, x: part.at, width: part.length, height: 10, fill: colour(part.level) }))),
      h("span", { class: "n" }, count(bar.sum) + share(bar.sum, counts.total))))),
    counts.bars.length > shown.length && h("p", { class: "faint" }, `${many(counts.bars.length - shown.length, "more label")} in the table.`));
}

function Standing({ counts }) {
  const shown = counts.bars.slice(-MOST_STANDING);
  const most = Math.max(1, ...shown.map(bar => bar.sum));
  return h("figure", { class: "bars standing" },
    h("svg", { viewBox: `0 0 ${shown.length} 100`, preserveAspectRatio: "none", role: "img", "aria-label": `Records by level over time, at most ${count(most)}` },
      shown.map((bar, i) => stacked(bar, counts.levels, most).map(part => h("rect", { key: bar.label + part.level, x: i + 0.08, width: 0.84, y: 100 - part.at - part.length, height: part.length, fill: colour(part.level) },
        h("title", null, `${bar.label}: ${part.level} ${count(bar.parts.get(part.level))}`))))),
    h("figcaption", null, h("span", null, shown[0].label), h("span", null, `at most ${count(most)}`), h("span", null, shown[shown.length - 1].label)));
}

function columnsOf(counts, rows) {
  const wide = Math.max(...rows.map(row => row.length));
  const names = counts ? (counts.single ? ["Level", "Records"] : [counts.time ? "Time" : "Label", "Level", "Records"]) : [];
  return Array.from({ length: wide }, (_, i) => ({
    id: String(i),
    title: names[i] || `Column ${i + 1}`,
    look: i === 0 ? "name" : rows.every(row => /^-?[\d.]*$/.test(row[i] || "")) ? "n w9" : "w12 cut",
    head: i === 0,
    cell: each => (counts && i === wide - 1 ? count(Number(each.row[i])) : h(Text, { value: each.row[i] ?? "", max: 200 })),
  }));
}

class Shown extends Component {
  constructor(props) {
    super(props);
    const rows = props.answer.rows;
    this.counts = levelsOf(rows);
    this.rows = rows.map((row, i) => ({ i, row }));
    this.columns = rows.length ? columnsOf(this.counts, rows) : [];
  }

  render({ answer }) {
    const counts = this.counts;
    return h(Fragment, null,
      h("p", { class: "tally" }, many(answer.rows.length, "row"), answer.all ? "" : ", and more than are shown here", ", written ", h(Time, { at: answer.written })),
      counts && h("section", { class: "block" }, h("h2", null, counts.single ? "Records by level" : counts.time ? "Records by level over time" : "Records by label and level"),
        !counts.single && h(Legend, { levels: counts.levels }),
        counts.time ? h(Standing, { counts }) : h(Lying, { counts })),
      this.rows.length ? h(Table, { caption: "Rows of the result", columns: this.columns, rows: this.rows, keyOf: each => String(each.i) }) : h(Empty, { title: "The result has no rows." }));
  }
}

/** One result. */
export class Result extends Component {
  render({ query }) {
    const { folder } = query;
    if (!folder) return h(Empty, { title: "Which result?" }, h(Link, { to: "/landed" }, "Choose one."));
    return h(Fragment, null,
      h(Trail, { steps: [["Landed", "/landed"], ["Results of jobs", "/landed"], [folder]] }),
      h(Heading, null, h(Text, { value: folder, max: 400 })),
      h(Load, { path: "/api/result", query: { folder }, fresh: true }, answer => h(Shown, { key: folder + answer.written, answer })));
  }
}

const RESULTS = [
  { id: "folder", title: "Folder", look: "name whole", head: true, cell: each => h(Link, { to: to("/landed/result", { folder: each.folder }), title: plain(each.folder) }, h(Text, { value: each.folder })) },
  { id: "ended", title: "Written", look: "w13", cell: each => h(Time, { at: each.ended }) },
];

/** All results, below the roots. */
export function Results() {
  return h(Load, { path: "/api/results", query: {} }, answer => (answer.results.length
    ? h("section", { class: "block" }, h("h2", null, "Results of jobs"), h(Table, { caption: "Results of jobs", columns: RESULTS, rows: answer.results, keyOf: each => each.folder }))
    : null));
}
