// Questions to the console's server: one answer, or a stream of events.
import { h, Component } from "/assets/lib/preact.js";
import { shared } from "./live.js";
import { Problem, Waiting } from "./parts.js";

const AWAY = "The console does not answer. It may have ended; `./millrace up` starts it.";

function url(path, query) {
  const pairs = (Array.isArray(query) ? query : Object.entries(query || {})).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(pairs).toString();
  return search ? path + "?" + search : path;
}

async function open(path, query, signal) {
  let answer;
  try {
    answer = await fetch(url(path, query), { signal, cache: "no-store" });
  } catch (broken) {
    throw broken.name === "AbortError" ? broken : new Error(AWAY);
  }
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({}));
    throw new Error(said.problem || `The console answered with status ${answer.status}.`);
  }
  return answer;
}

/** One JSON answer; fails with a sentence for the viewer. */
export async function ask(path, query, signal) {
  const answer = await open(path, query, signal);
  try {
    return await answer.json();
  } catch (broken) {
    throw broken.name === "AbortError" ? broken : new Error("The console's answer broke off.");
  }
}

/** The bytes of an answer. */
export async function askBytes(path, query) {
  return new Uint8Array(await (await open(path, query)).arrayBuffer());
}

/**
 * Events of a stream: `on.NAME(data)` for each, `on.problem` also for what went wrong on the way.
 * Answers a function that ends it. Not an EventSource, which hides the reason of an error and comes again by itself.
 */
export function stream(path, query, on) {
  const stop = new AbortController();
  read(path, query, on, stop).catch(broken => {
    if (!stop.signal.aborted) on.problem({ problem: broken.message });
  });
  return () => stop.abort();
}

async function read(path, query, on, stop) {
  const answer = await open(path, query, stop.signal);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let name = "message";
  let data = [];
  let ended = false;
  let places = null;
  const lasting = query.follow === "true";
  const line = text => {
    if (text === "") {
      // What is followed for long is asked for again, from where it came to.
      if (name === "again" && lasting) places = JSON.parse(data.join("\n")).places;
      if (data.length && on[name]) on[name](JSON.parse(data.join("\n")));
      if ((name === "done" && !lasting) || name === "problem") ended = true;
      name = "message";
      data = [];
    } else if (text.startsWith("event:")) name = text.slice(6).trim();
    else if (text.startsWith("data:")) data.push(text.slice(text[5] === " " ? 6 : 5));
  };
  while (!ended) {
    let piece;
    try {
      piece = await reader.read();
    } catch (broken) {
      throw stop.signal.aborted ? broken : new Error("The connection to the console broke off.");
    }
    if (piece.done) break;
    const lines = (rest + piece.value).split("\n");
    rest = lines.pop();
    for (const each of lines) {
      if (stop.signal.aborted) return;
      line(each.endsWith("\r") ? each.slice(0, -1) : each);
    }
  }
  if (places !== null) return read(path, { ...query, places }, on, stop);
  if (!ended) throw new Error("The connection to the console broke off.");
  stop.abort();
}

/** Asks, waits, and draws `children(answer, again)`; the last answer stays while a newer one is on its way. */
export class Load extends Component {
  componentDidMount() {
    this.load();
  }

  componentDidUpdate(before) {
    const asked = url(this.props.path, this.props.query);
    if (asked !== this.asked) this.load(!before || before.path !== this.props.path || this.props.fresh);
    else if (before.beat !== this.props.beat && !this.state.busy) this.load();
  }

  componentWillUnmount() {
    this.stop?.abort();
  }

  async load(forget) {
    this.stop?.abort();
    const stop = (this.stop = new AbortController());
    this.asked = url(this.props.path, this.props.query);
    this.setState(forget ? { busy: true, problem: null, answer: null } : { busy: true });
    try {
      const answer = await ask(this.props.path, this.props.query, stop.signal);
      if (!stop.signal.aborted) this.setState({ answer: this.state.answer ? shared(this.state.answer, answer) : answer, problem: null, busy: false });
    } catch (broken) {
      if (!stop.signal.aborted) this.setState({ problem: broken.message, busy: false });
    }
  }

  render({ children }, { answer, problem }) {
    const draw = Array.isArray(children) ? children[0] : children;
    return h("div", { class: "load" },
      problem && h(Problem, { said: problem, again: () => this.load() }),
      answer ? draw(answer, () => this.load()) : problem ? null : h(Waiting));
  }
}
