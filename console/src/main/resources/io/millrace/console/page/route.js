// Where the viewer is: path and query, and links that move there without loading the page again.
import { h } from "/assets/lib/preact.js";

const listeners = new Set();

/** The current place: its path, the path's decoded parts, and the query. */
export function here() {
  const parts = location.pathname.split("/").filter(Boolean).map(decode);
  return { path: location.pathname, parts, query: Object.fromEntries(new URLSearchParams(location.search)) };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A path with those of the query's values that are set. */
export function to(path, query = {}) {
  const set = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false);
  const search = new URLSearchParams(set.map(([name, value]) => [name, value === true ? "1" : String(value)])).toString();
  return search ? path + "?" + search : path;
}

/** A name as a part of a path, or in the query where a path could not carry it ("..", slashes). */
function named(section, name, query) {
  return /^[\w.~-]+$/.test(name) && !/^\.+$/.test(name)
    ? to("/" + section + "/" + encodeURIComponent(name), query)
    : to("/" + section, { name, ...query });
}

export const topicAt = (name, query) => named("topics", name, query);
export const groupAt = (name, query) => named("groups", name, query);
export const recordAt = (topic, partition, offset) => to("/record", { topic, partition: String(partition), offset: String(offset) });

/** Goes to a place; `replace` leaves no step to come back to. */
export function go(url, replace) {
  if (replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  for (const listener of listeners) listener(!replace);
}

/** Changes some values of the current query and keeps the others. */
export function turn(changes, replace = true) {
  go(to(location.pathname, { ...here().query, ...changes }), replace);
}

export function onMove(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

addEventListener("popstate", () => listeners.forEach(listener => listener(false)));

/** A real link that the page follows by itself; with a modifier key the browser does what it always does. */
export function Link({ to: url, children, ...rest }) {
  return h("a", {
    href: url,
    onClick: event => {
      if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(url);
    },
    ...rest,
  }, children);
}
