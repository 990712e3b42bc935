// Alerts: over time, by rule and severity, as they come.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { ask, Load } from "./ask.js";
import { Chart } from "./charts.js";
import { count, many } from "./format.js";
import { live } from "./live.js";
import { Empty, Heading, Live, Problem, Severity, Time } from "./parts.js";
import { Link, recordAt, to, turn } from "./route.js";
import { Long, plain, Text } from "./text.js";
import { Table } from "./virtual.js";

const SEVERITIES = ["critical", "warning", "info"];
const MINUTE = 60;
const LONGEST = 1440;

const recordOf = alert => (alert.topic != null && alert.offset != null ? recordAt(alert.topic, alert.partition, alert.offset) : null);

export function AlertLine({ alert }) {
  return h("li", { class: "row" }, h(Severity, { value: alert.severity }), h(Link, { to: to("/alerts", { rule: alert.rule }) }, h(Text, { value: alert.rule, max: 80 })), h(Text, { value: alert.device ?? "", max: 80 }), h("span", { class: "wrap" }, h(Text, { value: alert.message, max: 300 })), h(Time, { at: alert.raisedAt }));
}

const COLUMNS = [
  { id: "time", title: "Time", look: "w12 mono-n", cell: alert => h(Time, { at: alert.time }) },
  { id: "severity", title: "Severity", look: "w8", cell: alert => h(Severity, { value: alert.severity }) },
  { id: "rule", title: "Rule", look: "w12 cut wide", cell: alert => h(Link, { to: to("/alerts", { rule: alert.rule }) }, h(Text, { value: alert.rule, max: 120 })) },
  { id: "device", title: "Device", look: "w10 cut wide", cell: alert => (alert.device == null ? "–" : h(Link, { to: to("/alerts", { device: alert.device }) }, h(Text, { value: alert.device, max: 120 }))) },
  { id: "message", title: "Message", look: "lines", cell: alert => h("span", { title: plain(alert.message, 1000) }, h(Text, { value: alert.message })) },
  { id: "record", title: "Record", look: "w11 record", cell: alert => (recordOf(alert) ? h(Link, { to: recordOf(alert), title: plain(`${alert.topic} ${alert.partition}-${alert.offset}`) }, h("span", { class: "wide" }, "its record "), h("span", { class: "n" }, `${alert.partition}-${alert.offset}`)) : h("span", { class: "faint" }, "–")) },
];

const RULES = [
  { id: "rule", title: "Rule", look: "name whole", head: true, cell: each => h(Link, { to: to("/alerts", { rule: each.rule }), title: plain(each.rule) }, h(Text, { value: each.rule, max: 200 })) },
  { id: "severity", title: "Severity", look: "w8", cell: each => h(Severity, { value: each.severity }) },
  { id: "count", title: "Alerts", look: "n w7", cell: each => count(each.count) },
  { id: "last", title: "Last", look: "w12 wide", cell: each => h(Time, { at: each.last }) },
];

/** Every minute of the time that the answer covers; a minute that is not named had none. */
function perMinute(minutes) {
  if (!minutes.length) return [[], []];
  const counts = new Map(minutes.map(([millis, n]) => [Math.floor(millis / 60000) * MINUTE, n]));
  const last = Math.max(...counts.keys());
  const first = Math.max(Math.min(...counts.keys()), last - LONGEST * MINUTE);
  const times = [];
  for (let time = first; time <= last; time += MINUTE) times.push(time);
  return [times, times.map(time => counts.get(time) || 0)];
}

/** What a rule says, as it stands in its file. */
function RuleText({ name, text }) {
  return h("section", { class: "block" }, h("h2", null, "Rule ", h(Text, { value: name, max: 120 })),
    text ? h(Long, { value: text })
      : h("p", { class: "faint" }, "Its text is not known here: the alerts read it from a file that this console was not given (--rule-files)."));
}

class List extends Component {
  async more(before) {
    this.setState({ busy: true, problem: null });
    try {
      const answer = await ask("/api/alerts", { ...this.props.asked, before: String(before), n: "100" });
      this.setState({ older: (this.state.older || []).concat(answer.alerts), busy: false, end: answer.alerts.length < 100 });
    } catch (broken) {
      this.setState({ problem: broken.message, busy: false });
    }
  }

  render({ alerts }, { older = [], busy, problem, end }) {
    const known = new Set(older.map(alert => alert.id));
    const rows = alerts.filter(alert => !known.has(alert.id)).concat(older);
    if (!rows.length) return h(Empty, { title: "No alert fits." });
    const last = rows[rows.length - 1];
    return h(Fragment, null,
      h(Table, { caption: "Alerts, newest first", columns: COLUMNS, rows, keyOf: alert => alert.id }),
      problem && h(Problem, { said: problem }),
      !end && rows.length >= 100 && h("button", { type: "button", disabled: busy, onClick: () => this.more(last.id) }, busy ? "Loading…" : "Older alerts"));
  }
}

class Tools extends Component {
  submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    turn({ rule: form.get("rule"), device: form.get("device"), severity: form.get("severity") }, false);
  }

  render({ query }) {
    return h("form", { class: "tools", role: "search", "aria-label": "Filter alerts", onSubmit: event => this.submit(event) },
      h("label", { class: "field" }, h("span", null, "Severity"), h("select", { name: "severity", value: query.severity || "", onChange: event => event.target.form.requestSubmit() }, h("option", { value: "" }, "all"), SEVERITIES.map(each => h("option", { key: each, value: each }, each)))),
      h("label", { class: "field middle" }, h("span", null, "Rule"), h("input", { name: "rule", type: "search", autoComplete: "off", "data-search": "", defaultValue: query.rule || "" })),
      h("label", { class: "field middle" }, h("span", null, "Device"), h("input", { name: "device", type: "search", autoComplete: "off", defaultValue: query.device || "" })),
      h("div", { class: "field buttons" }, h("button", { type: "submit", class: "main" }, "Filter"), (query.rule || query.device || query.severity) && h(Link, { class: "button", to: "/alerts" }, "Show all")));
  }
}

export class Alerts extends Live {
  render({ query }) {
    const state = live.state;
    const asked = { rule: query.rule, severity: query.severity, device: query.device };
    const key = JSON.stringify(asked);
    const total = state?.alerts?.total ?? 0;
    if (total !== this.total && (!this.at || state.time - this.at >= 2000)) {
      this.total = total;
      this.at = state?.time;
    }
    if (state && !state.database) return h(Fragment, null, h(Heading, null, "Alerts"), h(Empty, { title: "No database of alerts is set for this console.", run: "./millrace run weather-alerts" }, "Where rules are watched, what they raise appears here:"));
    return h(Fragment, null,
      h(Heading, { aside: state?.alerts && h("p", { class: "tally" }, h("b", { class: "n" }, count(total)), " in all") }, "Alerts"),
      state?.database && !state.database.up && h(Problem, { said: "The database does not answer: " + (state.database.problem || "") }),
      h(Tools, { key, query }),
      h(Load, { path: "/api/alerts", query: { ...asked, n: "100" }, beat: this.total }, answer => {
        const minutes = perMinute(answer.minutes || []);
        if (!answer.alerts.length && !query.rule && !query.device && !query.severity) return h(Empty, { title: "No alert was raised yet.", run: "./millrace run weather-alerts" }, "A rule that comes true raises one. This watches the weather:");
        return h(Fragment, null,
          h("div", { class: "two" },
            h("section", { class: "block" }, h("h2", null, "Alerts a minute"), h(Chart, { bars: true, unit: "alerts", data: minutes, label: `Alerts a minute, at most ${count(Math.max(0, ...minutes[1]))}` })),
            h("section", { class: "block" }, h("h2", null, many((answer.rules || []).length, "rule")), h(Table, { caption: "Rules", columns: RULES, rows: answer.rules || [], keyOf: each => each.rule + each.severity }))),
          query.rule && h(RuleText, { name: query.rule, text: (answer.texts || {})[query.rule] }),
          h("section", { class: "block" }, h("h2", null, "Newest first"), h(List, { key, asked, alerts: answer.alerts })));
      }));
  }
}
