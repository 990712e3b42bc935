// The one state that the console sends, and everybody who draws it.

const AGAIN_MS = 2000;
// A hidden page lets go of its connection: a browser has six for all pages of a server.
const HIDDEN_MS = 30_000;
const GAP_MS = 20_000;

/** The last state (null before the first), and how the connection is: "opening", "live" or "lost". */
export const live = { state: null, link: "opening", version: 0 };

const listeners = new Set();
const taps = new Set();
const backs = new Set();
let source = null;
let resting = null;
let waiting = false;

/** Draws again after each change, once a frame at most. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Sees each state at once, also while the page is hidden. */
export function tap(listener) {
  taps.add(listener);
}

/** Hears that states were missed, because the connection was lost or the page hidden. */
export function returned(listener) {
  backs.add(listener);
}

/** Leaves the last measure of each name only, for whoever observes them. */
function measure(name, start) {
  performance.clearMeasures(name);
  performance.measure(name, { start, end: performance.now() });
}

function draw() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    const start = performance.now();
    live.version++;
    for (const listener of [...listeners]) listener();
    queueMicrotask(() => measure("live-update", start));
  });
}

function link(state) {
  if (live.link === state) return;
  live.link = state;
  draw();
}

/** Takes from `old` every part that is equal in `now`, so that "the same object" means "nothing changed". */
export function shared(old, now) {
  if (old === now || old === null || now === null || typeof old !== "object" || typeof now !== "object") return now;
  if (Array.isArray(old) !== Array.isArray(now)) return now;
  if (Array.isArray(now)) {
    const keyOf = each => each && (each.name ?? each.id);
    const byName = now.length && keyOf(now[0]) !== undefined ? new Map(old.map(each => [keyOf(each), each])) : null;
    let same = old.length === now.length;
    for (let i = 0; i < now.length; i++) {
      const before = byName ? byName.get(keyOf(now[i])) : old[i];
      if (before !== undefined) now[i] = shared(before, now[i]);
      if (now[i] !== old[i]) same = false;
    }
    return same ? old : now;
  }
  const names = Object.keys(now);
  let same = names.length === Object.keys(old).length;
  for (const name of names) {
    now[name] = shared(old[name], now[name]);
    if (now[name] !== old[name]) same = false;
  }
  return same ? old : now;
}

function take(data) {
  const start = performance.now();
  const before = live.state;
  live.state = shared(before, JSON.parse(data));
  for (const each of taps) each(live.state);
  if (before && live.state.time - before.time > GAP_MS) for (const each of backs) each();
  measure("live-take", start);
  link("live");
  draw();
}

/** Connects, and connects again for ever; what is shown stays until something newer comes. */
export function connect() {
  const own = new EventSource("/api/live");
  source = own;
  own.addEventListener("live", event => take(event.data));
  // The server ends an answer that lasts long, and says so before.
  own.addEventListener("again", () => {
    own.close();
    if (own === source) connect();
  });
  own.onopen = () => live.state && link("live");
  own.onerror = () => {
    link("lost");
    if (own.readyState === EventSource.CLOSED) setTimeout(() => own === source && connect(), AGAIN_MS);
  };
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(resting);
  if (!document.hidden) {
    if (!source) connect();
    return;
  }
  resting = setTimeout(() => {
    source?.close();
    source = null;
  }, HIDDEN_MS);
});
