// Lines over time: small ones beside a figure, large ones with axes.
import { h, Component } from "/assets/lib/preact.js";
import { clock, moment, rate, short } from "./format.js";
import { now, pointsOf } from "./history.js";
import { Live } from "./parts.js";

const HOUR = 3600_000;
const WIDE = 100;
const HIGH = 24;
const COLUMNS = 60;

function spark(points, end) {
  const start = end - HOUR;
  const best = new Array(COLUMNS).fill(null);
  let top = 0;
  for (const [time, value] of points) {
    if (value == null || time < start) continue;
    const at = Math.min(COLUMNS - 1, Math.floor(((time - start) / HOUR) * COLUMNS));
    best[at] = Math.max(best[at] ?? 0, value);
    top = Math.max(top, value);
  }
  let line = "";
  let open = false;
  best.forEach((value, i) => {
    if (value == null) {
      open = false;
      return;
    }
    const x = ((i + 0.5) * WIDE) / COLUMNS;
    const y = HIGH - 1 - (top === 0 ? 0 : (value / top) * (HIGH - 3));
    line += (open ? "L" : "M") + x.toFixed(1) + " " + y.toFixed(1) + (open ? "" : "h.6");
    open = true;
  });
  return { line, top };
}

/** The last hour of a figure as a small line. */
export class Spark extends Live {
  shouldComponentUpdate(next) {
    const known = pointsOf(next.of);
    return next.of !== this.drawnOf || known.version !== this.drawnVersion;
  }

  render({ of, what }) {
    const known = pointsOf(of);
    this.drawnOf = of;
    this.drawnVersion = known.version;
    const { line, top } = spark(known.points, now());
    return h("svg", { class: "spark", viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", role: "img", "aria-label": `${what} in the last hour, at most ${rate(top)}` },
      h("path", { d: `M0 ${HIGH - 0.5}H${WIDE}`, class: "ground" }),
      line && h("path", { d: line, class: "line" }));
  }
}

let library = null;
const uplot = () => (library ||= import("/assets/lib/uplot.js").then(module => module.default));
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Tells one set of points from the next without looking at each. */
function markOf([times, values]) {
  return times.length + "/" + times[0] + "/" + times[times.length - 1] + "/" + values[values.length - 1];
}

/** A chart over time: `data` is [seconds[], values[]], one line or bars. */
export class Chart extends Component {
  componentDidMount() {
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.box);
    this.again = () => this.make();
    dark.addEventListener("change", this.again);
    this.make();
  }

  componentDidUpdate() {
    const { data } = this.props;
    if (this.plot && markOf(data) !== this.mark) {
      this.mark = markOf(data);
      this.plot.setData(data);
    }
  }

  componentWillUnmount() {
    this.gone = true;
    this.sizes.disconnect();
    dark.removeEventListener("change", this.again);
    this.plot?.destroy();
  }

  fit() {
    const width = Math.floor(this.box.clientWidth);
    if (this.plot && width > 0 && width !== this.plot.width) this.plot.setSize({ width, height: this.plot.height });
  }

  async make() {
    const Plot = await uplot();
    if (this.gone) return;
    this.plot?.destroy();
    const css = getComputedStyle(document.documentElement);
    const colour = name => css.getPropertyValue(name).trim();
    const { bars, unit, data } = this.props;
    this.mark = markOf(data);
    const axis = { stroke: colour("--faint"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
    this.plot = new Plot({
      width: Math.max(200, Math.floor(this.box.clientWidth)),
      height: 150,
      legend: { show: true, live: true },
      cursor: { drag: { setScale: false } },
      scales: { y: { range: (self, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
      axes: [{ ...axis, size: 28, values: (self, ticks) => ticks.map(seconds => clock(seconds * 1000).slice(0, 5)) }, { ...axis, size: 56, values: (self, ticks) => ticks.map(short) }],
      series: [
        { label: "time", value: (self, seconds) => (seconds == null ? "–" : moment(seconds * 1000)) },
        {
          label: unit, stroke: colour("--accent"), fill: colour("--accent-soft"), width: 1.5, points: { show: false },
          value: (self, value) => rate(value), paths: bars ? Plot.paths.bars({ size: [0.8, 24] }) : undefined,
        },
      ],
    }, data, this.box);
  }

  render({ label }) {
    return h("div", { class: "chart", role: "img", "aria-label": label, ref: box => (this.box = box || this.box) });
  }
}

/** The last hour of a figure of the live state as a large chart. */
export class Hour extends Live {
  shouldComponentUpdate(next) {
    return next.of !== this.drawnOf || pointsOf(next.of).version !== this.drawnVersion;
  }

  render({ of, unit, label }) {
    const known = pointsOf(of);
    this.drawnOf = of;
    this.drawnVersion = known.version;
    const values = known.points.filter(([, value]) => value != null).map(([, value]) => value);
    const said = values.length ? `${label}, last hour: now ${rate(values[values.length - 1])}, at most ${rate(Math.max(...values))}` : `${label}: nothing known yet`;
    return h(Chart, { key: of, unit, label: said, data: [known.points.map(([time]) => time / 1000), known.points.map(([, value]) => value)] });
  }
}
