// The last hour of a few figures: asked for once, then continued from the live state.
import { ask } from "./ask.js";
import { live, returned, tap } from "./live.js";

const HOUR = 3600_000;
// Names of one question, in characters: a server takes an address of some thousands at most.
const AT_ONCE = 3000;
const series = new Map();
let wanted = new Set();
let step = 5000;

/** The points of a figure, [[time, value], ...]; an empty list until they have come. */
export function pointsOf(name) {
  let known = series.get(name);
  if (!known) {
    known = { points: [], version: 0 };
    series.set(name, known);
    if (wanted.size === 0) setTimeout(fetchWanted, 30);
    wanted.add(name);
  }
  return known;
}

async function fetchWanted() {
  const names = [...wanted];
  wanted = new Set();
  while (names.length) {
    const some = [names.pop()];
    let length = encodeURIComponent(some[0]).length;
    while (names.length && (length += encodeURIComponent(names[names.length - 1]).length + 4) < AT_ONCE) some.push(names.pop());
    try {
      const answer = await ask("/api/history", some.map(name => ["of", name]));
      step = answer.step || step;
      for (const [name, past] of Object.entries(answer.series || {})) merge(name, past);
    } catch {
      // Without the past the line starts now.
    }
  }
}

function merge(name, past) {
  const known = series.get(name);
  if (!known) return;
  const last = past.length ? past[past.length - 1][0] : -Infinity;
  known.points = past.concat(known.points.filter(([time]) => time > last));
  known.version++;
}

function add(name, time, value) {
  const known = series.get(name);
  if (!known) return;
  const last = known.points[known.points.length - 1];
  if (last && time - last[0] < step) {
    return;
  }
  known.points.push([time, value]);
  while (known.points.length && known.points[0][0] < time - HOUR) known.points.shift();
  known.version++;
}

returned(() => {
  wanted = new Set(series.keys());
  fetchWanted();
});

tap(state => {
  for (const topic of state.topics || []) add("topic:" + topic.name, state.time, topic.rate);
  for (const service of state.services || []) add("service:" + service.name, state.time, service.records);
  for (const group of state.groups || []) {
    for (const read of group.topics || []) add("lag:" + group.name + "/" + read.topic, state.time, read.lag);
  }
});

/** The end of the time axis: the console's clock, not the viewer's. */
export function now() {
  return live.state ? live.state.time : Date.now();
}
