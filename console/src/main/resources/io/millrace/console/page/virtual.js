// A table that keeps only those rows in the page that can be seen. The page itself scrolls, the table does not.
import { h, Component } from "/assets/lib/preact.js";
import { Pure } from "./parts.js";

// Below this width the columns whose look says "wide" are left out.
const narrow = matchMedia("(max-width: 60rem)");
const fewer = new WeakMap();

function fitting(columns) {
  if (!narrow.matches) return columns;
  if (!fewer.has(columns)) fewer.set(columns, columns.filter(column => !/\bwide\b/.test(column.look || "")));
  return fewer.get(columns);
}

const ALL_BELOW = 120;
const BEYOND = 8;

class Row extends Pure {
  render({ row, index, columns, open, toggle, id, name }) {
    return h("tr", { class: (toggle ? "opens" : "") + (open ? " open" : ""), "aria-rowindex": index == null ? undefined : index + 2, "data-row": id, onClick: toggle && (event => event.target.closest("a,button,input") || String(getSelection()) || toggle(id)) },
      toggle && h("td", { class: "opener" },
        h("button", { type: "button", "aria-expanded": String(!!open), "aria-label": (open ? "Close " : "Open ") + name, onClick: () => toggle(id) }, h("span", { "aria-hidden": "true" }, open ? "▾" : "▸"))),
      columns.map(column => h(column.head ? "th" : "td", { key: column.id, class: column.look, scope: column.head ? "row" : undefined }, column.cell(row))));
  }
}

/**
 * Columns are [{id, title, look, cell(row), sort}], and the same array each time; rows are drawn again when they are other objects.
 * `detail(row)` is shown below the row whose key is `open`.
 */
export class Table extends Component {
  constructor(props) {
    super(props);
    this.state = { first: 0, last: 60 };
    this.extra = 0;
    this.look = () => {
      this.frame ||= requestAnimationFrame(() => {
        this.frame = 0;
        this.measure();
      });
    };
  }

  componentDidMount() {
    addEventListener("scroll", this.look, { passive: true });
    addEventListener("resize", this.look);
    this.fit = () => this.setState({});
    narrow.addEventListener("change", this.fit);
    this.sizes = new ResizeObserver(this.look);
    this.measure();
  }

  componentDidUpdate() {
    if (this.detail !== this.seen) {
      this.sizes.disconnect();
      if (this.detail) this.sizes.observe(this.detail);
      this.seen = this.detail;
    }
    if (this.props.rows.length !== this.length) this.measure();
  }

  componentWillUnmount() {
    removeEventListener("scroll", this.look);
    removeEventListener("resize", this.look);
    narrow.removeEventListener("change", this.fit);
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
  }

  openIndex() {
    const { rows, keyOf, open, detail } = this.props;
    return detail && open != null ? rows.findIndex(row => keyOf(row) === open) : -1;
  }

  measure() {
    const { rows } = this.props;
    this.length = rows.length;
    if (!this.body || rows.length <= ALL_BELOW) return;
    const sample = this.body.querySelector("tr[data-row]");
    this.height = (sample && sample.getBoundingClientRect().height) || this.height || 28;
    this.extra = this.detail ? this.detail.getBoundingClientRect().height : this.extra;
    const above = -this.body.getBoundingClientRect().top;
    const opened = this.openIndex();
    const skip = opened >= 0 && above > (opened + 1) * this.height ? Math.min(this.extra, above - (opened + 1) * this.height) : 0;
    const first = Math.max(0, Math.floor((above - skip) / this.height) - BEYOND);
    const last = Math.min(rows.length, first + Math.ceil(innerHeight / this.height) + 2 * BEYOND);
    if (first !== this.state.first || last !== this.state.last) this.setState({ first, last });
  }

  render({ columns: every, rows, keyOf, nameOf, caption, sort, onSort, open, detail, toggle, look }, { first, last }) {
    const columns = fitting(every);
    const all = rows.length <= ALL_BELOW;
    const from = all ? 0 : Math.min(first, Math.max(0, rows.length - 1));
    const until = all ? rows.length : Math.min(last, rows.length);
    const height = this.height || 28;
    const opened = this.openIndex();
    const width = columns.length + (toggle ? 1 : 0);
    const before = from * height + (opened >= 0 && opened < from ? this.extra : 0);
    const after = (rows.length - until) * height + (opened >= until ? this.extra : 0);
    const shown = [];
    for (let i = from; i < until; i++) {
      const row = rows[i];
      const key = keyOf(row);
      shown.push(h(Row, { key, id: key, row, index: all ? null : i, columns, open: i === opened, toggle, name: toggle ? (nameOf ? nameOf(row) : String(key)) : undefined }));
      if (i === opened) shown.push(h("tr", { key: "detail:" + key, class: "detail", ref: row => (this.detail = row) }, h("td", { colSpan: width }, detail(row))));
    }
    return h("table", { class: "list " + (look || ""), "aria-rowcount": all ? undefined : rows.length + 1 },
      h("caption", { class: "only-read" }, caption),
      h("thead", null, h("tr", { "aria-rowindex": all ? undefined : 1 },
        toggle && h("th", { class: "opener", scope: "col" }, h("span", { class: "only-read" }, "Open")),
        columns.map(column => head(column, sort, onSort)))),
      h("tbody", { ref: body => (this.body = body) },
        before > 0 && spacer("before", before, width),
        shown,
        after > 0 && spacer("after", after, width)));
  }
}

function spacer(key, height, width) {
  return h("tr", { key, class: "spacer", "aria-hidden": "true" }, h("td", { colSpan: width, style: { height: height + "px" } }));
}

function head(column, sort, onSort) {
  const way = sort && sort.by === column.id ? (sort.down ? "descending" : "ascending") : undefined;
  return h("th", { key: column.id, class: column.look, scope: "col", "aria-sort": way },
    onSort && column.sort
      ? h("button", { type: "button", onClick: () => onSort(column.id) }, column.title, h("span", { class: "arrow", "aria-hidden": "true" }, way ? (sort.down ? "▾" : "▴") : ""))
      : column.title || h("span", { class: "only-read" }, column.name || "Actions"));
}

/** The rows in the order of a column; "-lag" in an address means from the largest down. */
export function sorted(rows, columns, order) {
  const by = order.replace(/^-/, "");
  const column = columns.find(each => each.id === by);
  if (!column || !column.sort) return rows;
  const down = order.startsWith("-") ? -1 : 1;
  const of = column.sort;
  return rows
    .map((row, i) => [of(row), i, row])
    .sort(([a, i], [b, j]) => (a === b ? i - j : a == null ? 1 : b == null ? -1 : (a < b ? -1 : 1) * down))
    .map(each => each[2]);
}

const REST_MS = 5000;

/** Rows in an order that rests for some seconds, so that a list sorted by what moves can still be read. */
export class Resting {
  of(rows, columns, order, key, now) {
    const mark = order + "\n" + rows.length;
    if (mark !== this.mark || now - this.at >= REST_MS || order === "name") {
      this.mark = mark;
      this.at = now;
      const fresh = sorted(rows, columns, order);
      this.names = fresh.map(key);
      return fresh;
    }
    const byName = new Map(rows.map(row => [key(row), row]));
    const known = this.names.map(name => byName.get(name)).filter(Boolean);
    return known.length === rows.length ? known : sorted(rows, columns, order);
  }
}

/** What a click on a column's title makes of the order. */
export function turned(order, by, numbers) {
  if (order.replace(/^-/, "") !== by) return numbers.includes(by) ? "-" + by : by;
  return order.startsWith("-") ? by : "-" + by;
}
