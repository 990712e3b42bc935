// The frame around all pages: navigation, search, the state of the connection, and which page is where.
import { h, render, Component, Fragment } from "/assets/lib/preact.js";
import { Alerts } from "./alerts.js";
import { File } from "./file.js";
import { Flow } from "./flow.js";
import { clock } from "./format.js";
import { Group, Groups } from "./groups.js";
import { Landed } from "./landed.js";
import { Result } from "./results.js";
import { Letters } from "./letters.js";
import { connect, live, listen } from "./live.js";
import { Log } from "./log.js";
import { Dialog, Empty, Heading, Mark } from "./parts.js";
import { Record } from "./record.js";
import { go, groupAt, here, Link, onMove, to, topicAt } from "./route.js";
import { plain } from "./text.js";
import { Topic, Topics } from "./topics.js";

const PLACES = [["/", "Flow"], ["/topics", "Topics"], ["/groups", "Groups"], ["/landed", "Landed"], ["/alerts", "Alerts"], ["/dead-letters", "Dead letters"], ["/record", "Record"]];
const KEYS = "millrace.keys";

function page({ parts, query }) {
  const [section, name = query.name, ...more] = parts;
  if (more.length) return null;
  switch (section) {
    case undefined: return [h(Flow, { query }), "Flow"];
    case "topics": return name === undefined ? [h(Topics, { query }), "Topics"] : [h(Topic, { key: name, name, query }), name];
    case "groups": return name === undefined ? [h(Groups, { query }), "Groups"] : [h(Group, { key: name, name, query }), name];
    case "landed":
      return name === undefined ? [h(Landed, { query }), query.root || "Landed"] : name === "log" ? [h(Log, { query }), "Commit log"] : name === "file" ? [h(File, { query }), "File"] : name === "result" ? [h(Result, { query }), query.folder || "Result"] : null;
    case "alerts": return parts.length > 1 ? null : [h(Alerts, { query }), "Alerts"];
    case "dead-letters": return parts.length > 1 ? null : [h(Letters, { query }), query.topic || "Dead letters"];
    case "record": return parts.length > 1 ? null : [h(Record, { query }), "Record"];
    default: return null;
  }
}

/** Says how the connection is, and that it is back; lies over the page, so that nothing moves. */
class Banner extends Component {
  componentDidMount() {
    this.deaf = listen(() => {
      if (this.was === live.link) return;
      const back = this.was === "lost" && live.link === "live";
      this.was = live.link;
      clearTimeout(this.timer);
      this.setState({ back });
      if (back) this.timer = setTimeout(() => this.setState({ back: false }), 5000);
    });
  }

  render(_, { back }) {
    const lost = live.link === "lost";
    return h("div", { class: "banner " + (lost ? "lost" : back ? "back" : "none"), role: "status" },
      lost
        ? [h(Mark, { kind: "bad" }, "The connection to the console is lost."), h("span", null, live.state ? `What you see is from ${clock(live.state.time)}. ` : "", "Trying again…")]
        : back ? h(Mark, { kind: "ok" }, "The connection to the console is back.") : null);
  }
}

class Pulse extends Component {
  componentDidMount() {
    this.deaf = listen(() => live.link !== this.was && this.setState({}));
  }

  render() {
    this.was = live.link;
    return h("span", { class: "pulse" }, live.link === "live" ? h(Mark, { kind: "ok" }, "live") : live.link === "lost" ? h(Mark, { kind: "bad" }, "lost") : h(Mark, { kind: "off" }, "opening"));
  }
}

class Jump extends Component {
  jump(event) {
    event.preventDefault();
    const name = this.input.value.trim();
    const state = live.state;
    if (!name || !state) return;
    const url = (state.topics || []).some(topic => topic.name === name) ? topicAt(name)
      : (state.groups || []).some(group => group.name === name) ? groupAt(name)
      : (state.roots || []).some(root => root.root === name) ? to("/landed", { root: name })
      : (state.services || []).some(service => service.name === name) ? to("/", { service: name })
      : to("/topics", { q: name });
    this.input.value = "";
    go(url);
  }

  names() {
    const state = live.state || {};
    const all = [...(state.topics || []).filter(topic => !topic.internal), ...(state.groups || []), ...(state.services || [])].map(each => each.name).concat((state.roots || []).map(root => root.root));
    this.setState({ names: [...new Set(all)].slice(0, 1000) });
  }

  render(_, { names = [] }) {
    return h("form", { class: "jump", role: "search", "aria-label": "Go to", onSubmit: event => this.jump(event) },
      h("input", { ref: input => (this.input = input || this.input), type: "search", "aria-label": "Go to topic, group, folder or service", placeholder: "Go to…", list: "names", autoComplete: "off", spellcheck: false, "data-jump": "", onFocus: () => this.names() }),
      h("datalist", { id: "names" }, names.map(name => h("option", { key: name, value: name }))));
  }
}

class Help extends Component {
  render({ onClose }) {
    const on = keysOn();
    const line = (keys, what) => h("div", { key: what }, h("dt", null, keys.map((key, i) => [i > 0 && " ", h("kbd", { key }, key)])), h("dd", null, what));
    return h(Dialog, { title: "Keys", onClose },
      h("dl", { class: "keys" },
        line(["/"], "to the page's search field"), line(["?"], "this help"), line(["Esc"], "closes a dialog, leaves a field"), line(["Tab"], "to the next link, button or field"), line(["Enter"], "follows a link, opens a row")),
      h("label", { class: "check" }, h("input", { type: "checkbox", checked: on, onChange: event => {
        try {
          localStorage.setItem(KEYS, event.target.checked ? "on" : "off");
        } catch {
          // Without storage the keys stay as they are.
        }
      } }), "Use the keys / and ?"));
  }
}

function keysOn() {
  try {
    return localStorage.getItem(KEYS) !== "off";
  } catch {
    return true;
  }
}

class App extends Component {
  constructor() {
    super();
    this.state = { here: here() };
  }

  componentDidMount() {
    onMove(fresh => {
      const before = this.state.here.path + (this.state.here.query.root || "") + (this.state.here.query.topic || "");
      const now = here();
      this.arrived = fresh && before !== now.path + (now.query.root || "") + (now.query.topic || "");
      this.setState({ here: now });
    });
    addEventListener("keydown", event => this.key(event));
    this.titled();
  }

  componentDidUpdate() {
    this.titled();
    if (this.arrived) {
      this.arrived = false;
      scrollTo(0, 0);
      document.querySelector("h1")?.focus({ preventScroll: true });
    }
  }

  titled() {
    const found = page(this.state.here);
    document.title = plain(found ? found[1] : "Not here", 80) + " · Millrace";
  }

  key(event) {
    if (event.key === "Escape" && event.target.matches?.("input,select") && !event.target.closest("dialog")) return event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input,textarea,select,dialog") || !keysOn()) return;
    if (event.key === "/") {
      const field = document.querySelector("main [data-search]") || document.querySelector("[data-jump]");
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "?") this.setState({ help: true });
  }

  render(_, { here: place, help }) {
    const found = page(place);
    const section = "/" + (place.parts[0] || "");
    return h(Fragment, null,
      h("a", { class: "skip", href: "#content", onClick: event => { event.preventDefault(); document.querySelector("h1")?.focus(); } }, "Skip to the content"),
      h("header", { class: "top" },
        h("div", { class: "brand" }, h("svg", { viewBox: "0 0 32 32", "aria-hidden": "true" }, h("circle", { cx: 16, cy: 13, r: 7 }), h("path", { d: "M16 3v20M6 13h20M9 6l14 14M23 6L9 20" }), h("path", { d: "M3 28c3.200-2.600 5.400-2.600 8.600 0s5.400 2.600 8.600 0 5.400-2.600 8.600 0" })), h("span", null, "Millrace")),
        h("nav", { class: "main-nav", "aria-label": "Pages" }, PLACES.map(([url, title]) => h(Link, { key: url, to: url, "aria-current": url === section ? (place.parts.length <= 1 ? "page" : "true") : undefined }, title))),
        h("div", { class: "end" }, h(Jump), h("button", { type: "button", class: "help", onClick: () => this.setState({ help: true }), "aria-label": "Keys" }, "?"), h(Pulse))),
      h("main", { id: "content" }, found ? found[0] : [h(Heading, null, "There is no such page"), h(Empty, { title: "The address leads nowhere." }, h(Link, { to: "/" }, "To the flow"))]),
      h(Banner),
      help && h(Help, { onClose: () => this.setState({ help: false }) }));
  }
}

render(h(App), document.getElementById("app"));
connect();
