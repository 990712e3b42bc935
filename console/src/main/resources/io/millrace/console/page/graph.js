// The flow as a graph: who reads what and writes where, in columns from left to right. No drawing here.

const UNREAD_SHOWN = 8;
const GROUPS_SHOWN = 12;
const TOPICS_OF_GROUP = 8;
const LOWEST = { source: 0, service: 1, topic: 2, group: 3, hdfs: 4, table: 4, database: 4, more: 2 };
const HEIGHTS = { source: 2.3, service: 7.5, topic: 4.8, group: 4.8, hdfs: 4.8, table: 2.3, database: 3.7, more: 2.3 };

/** Nodes by id and the edges between them; an edge's rate is what its reader or writer says. */
export function graphOf(state) {
  const nodes = new Map();
  const edges = [];
  const node = (id, kind, name, what) => {
    if (!nodes.has(id)) nodes.set(id, { id, kind, name, what, reads: [], writes: [] });
    return nodes.get(id);
  };
  const edge = (from, to, rate) => {
    if (edges.some(each => each.from === from && each.to === to)) return;
    edges.push({ id: from.id + " → " + to.id, from, to, rate });
    from.writes.push(to);
    to.reads.push(from);
  };
  const topics = new Map((state.topics || []).map(topic => [topic.name, topic]));
  const groups = new Map((state.groups || []).map(group => [group.name, group]));
  const roots = new Map((state.roots || []).map(root => [root.root, root]));
  const owners = new Map();
  const end = text => {
    const colon = text.indexOf(":");
    const kind = text.slice(0, colon);
    const name = text.slice(colon + 1);
    const what = kind === "topic" ? topics.get(name) : kind === "hdfs" ? roots.get(name) : null;
    return node(text, kind in LOWEST ? kind : "table", name, what);
  };

  for (const service of state.services || []) {
    const id = "service:" + service.name;
    const box = node(nodes.has(id) ? id + "@" + service.address : id, "service", service.name, service);
    owners.set(service.group || service.name, box);
    for (const { from, to } of service.flows || []) {
      if (from) edge(end(from), box, from.startsWith("topic:") ? readRate(groups.get(service.group || service.name), from.slice(6), service) : service.records);
      if (to) edge(box, end(to), service.records);
    }
  }
  for (const root of state.roots || []) {
    const box = end("hdfs:" + root.root);
    if (box.reads.length === 0) for (const name of root.topics || []) if (topics.has(name)) edge(end("topic:" + name), box, null);
  }
  for (const each of edges) {
    if (each.from.kind === "service" && each.to.kind === "topic" && each.to.what && each.to.reads.length === 1) each.rate = each.to.what.rate;
  }
  const strangers = [...groups.values()].filter(group => !owners.has(group.name) && group.topics && group.topics.length);
  for (const group of strangers.slice(0, GROUPS_SHOWN)) {
    const box = node("group:" + group.name, "group", group.name, group);
    for (const read of group.topics.slice(0, TOPICS_OF_GROUP)) edge(end("topic:" + read.topic), box, read.rate);
  }
  const unread = [...topics.values()].filter(topic => !topic.internal && !nodes.has("topic:" + topic.name));
  for (const topic of unread.slice(0, UNREAD_SHOWN)) node("topic:" + topic.name, "topic", topic.name, topic);
  if (unread.length > UNREAD_SHOWN) node("more:topics", "more", "topics", unread.length - UNREAD_SHOWN);
  if (strangers.length > GROUPS_SHOWN) node("more:groups", "more", "groups", strangers.length - GROUPS_SHOWN);
  return { nodes: [...nodes.values()], edges };
}

function readRate(group, topic, service) {
  const read = group && (group.topics || []).find(each => each.topic === topic);
  return read ? read.rate : service.records;
}

/** What the arrangement depends on; while it is the same nothing moves. */
export function shapeOf(graph) {
  return graph.nodes.map(node => node.id).join("\n") + "\n\n" + graph.edges.map(edge => edge.id).join("\n");
}

/** Columns of node ids from left to right, with the top of each node in units of the type size. */
export function arrange(graph) {
  const rank = new Map(graph.nodes.map(node => [node.id, node.id === "more:groups" ? LOWEST.group : LOWEST[node.kind]]));
  for (let pass = 0; pass < 8; pass++) {
    for (const { from, to } of graph.edges) {
      const least = rank.get(from.id) + 1;
      if (rank.get(to.id) < least && least < 9) rank.set(to.id, least);
    }
  }
  const used = [...new Set(rank.values())].sort((a, b) => a - b);
  const columns = used.map(each => graph.nodes.filter(node => rank.get(node.id) === each));
  const place = new Map();
  const number = column => column.forEach((node, i) => place.set(node.id, i));
  columns.forEach(number);
  for (let sweep = 0; sweep < 4; sweep++) {
    const forward = sweep % 2 === 0;
    for (const column of forward ? columns : [...columns].reverse()) {
      const weight = new Map(column.map(node => [node, middle(forward ? node.reads : node.writes, place) ?? middle(forward ? node.writes : node.reads, place) ?? (node.kind === "more" ? 1e9 : 1e6)]));
      column.sort((a, b) => weight.get(a) - weight.get(b) || place.get(a.id) - place.get(b.id));
      number(column);
    }
  }
  const tops = new Map();
  stack(columns[Math.min(1, columns.length - 1)] || [], tops, () => null);
  for (let i = 2; i < columns.length; i++) stack(columns[i], tops, node => node.reads);
  if (columns.length > 1) stack(columns[0], tops, node => node.writes);
  const high = Math.max(0, ...graph.nodes.map(node => (tops.get(node.id) ?? 0) + HEIGHTS[node.kind]));
  return { columns: columns.map(column => column.map(node => node.id)), tops, high };
}

function middle(others, place) {
  const known = others.map(other => place.get(other.id)).filter(each => each !== undefined);
  return known.length ? known.reduce((sum, each) => sum + each, 0) / known.length : null;
}

const GAP = 1;

function stack(column, tops, neighbours) {
  let free = 0;
  for (const node of column) {
    const near = (neighbours(node) || []).filter(other => tops.has(other.id));
    const wish = near.length ? near.reduce((sum, other) => sum + tops.get(other.id) + HEIGHTS[other.kind] / 2, 0) / near.length - HEIGHTS[node.kind] / 2 : free;
    const top = Math.max(free, wish);
    tops.set(node.id, top);
    free = top + HEIGHTS[node.kind] + GAP;
  }
}

export const heightOf = kind => HEIGHTS[kind];

/** Why a service does not do its work, in its own words; empty if it does. */
export function sentenceOf(service) {
  const problems = Object.entries(service.problems || {}).map(([part, why]) => part + " " + why);
  return service.problem || problems.join("; ");
}

/** What needs a person's look, worst first: {kind, name, said, at}. */
export function needs(state) {
  const out = [];
  const add = (kind, what, said, at) => out.push({ kind, what, said, at });
  const away = (name, part) => part && !part.up && add("bad", name, part.problem || "does not answer", null);
  away("Kafka", state.kafka);
  away("HDFS", state.hdfs);
  away("Database", state.database);
  for (const service of state.services || []) {
    if (service.state === "gone") add("bad", service.name, service.problem || "does not answer", { service: service.name });
    else if (service.state === "down") add("warn", service.name, sentenceOf(service) || "says that something is away", { service: service.name });
  }
  for (const topic of state.topics || []) {
    if (topic.underReplicated) add("warn", topic.name, `${topic.underReplicated} of ${topic.partitions} partitions have fewer copies in sync than they should`, { topic: topic.name });
  }
  for (const group of state.groups || []) {
    if (group.members === 0 && group.lag > 0) add("off", group.name, `no member, ${group.lag.toLocaleString("en-US")} records wait`, { group: group.name });
  }
  for (const root of state.roots || []) if (root.problem) add("warn", root.root, root.problem, { root: root.root });
  const worst = { bad: 0, warn: 1, off: 2 };
  return out.sort((a, b) => worst[a.kind] - worst[b.kind]);
}
