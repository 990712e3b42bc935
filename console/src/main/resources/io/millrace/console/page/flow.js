// The start page: what is really running, from the sources to where the records land.
import { h, Component, Fragment } from "/assets/lib/preact.js";
import { Drawing, ServiceState } from "./drawing.js";
import { bytes, count, many, rate, span } from "./format.js";
import { needs, sentenceOf } from "./graph.js";
import { live } from "./live.js";
import { Commands, Dialog, Empty, Facts, Heading, Live, Mark, Waiting } from "./parts.js";
import { groupAt, Link, to, topicAt, turn } from "./route.js";
import { Long, plain, Text } from "./text.js";

function Servers({ state }) {
  const part = (name, it, absent) => h("div", { key: name, class: "server" },
    h("dt", null, name),
    h("dd", null, it
      ? [h(Mark, { kind: it.up ? "ok" : "bad" }, it.up ? "answers" : "away"), h("span", { class: "faint address" }, h(Text, { value: it.address, max: 120 })), !it.up && it.problem && h("span", { class: "said" }, h(Text, { value: it.problem, max: 300 }))]
      : h("span", { class: "faint" }, absent)));
  return h("dl", { class: "servers", "aria-label": "Servers" },
    part("Kafka", state.kafka, "not set"), part("HDFS", state.hdfs, "not set"), part("Database", state.database, "not set"));
}

const placeOf = at => (!at ? null : at.service ? to("/", { service: at.service }) : at.topic ? topicAt(at.topic, { tab: "partitions" }) : at.group ? groupAt(at.group) : to("/landed", { root: at.root }));
const SHOWN = 6;

class Needs extends Component {
  render({ list }, { all }) {
    if (list.length === 0) return h("p", { class: "needs calm" }, h(Mark, { kind: "ok" }, "Nothing needs a look"));
    const shown = all ? list : list.slice(0, SHOWN);
    return h("section", { class: "needs", "aria-label": "Needs a look" },
      h("h2", null, many(list.length, "thing needs a look", "things need a look")),
      h("ul", null, shown.map(need => h("li", { key: need.what + need.said },
        h(Mark, { kind: need.kind }, placeOf(need.at) ? h(Link, { to: placeOf(need.at) }, h(Text, { value: need.what, max: 80 })) : h(Text, { value: need.what, max: 80 })),
        h("span", { class: "said", title: plain(need.said, 2000) }, h(Text, { value: need.said, max: 400 }))))),
      list.length > SHOWN && h("button", { type: "button", "aria-expanded": String(!!all), onClick: () => this.setState({ all: !all }) }, all ? "Show fewer" : `Show all ${list.length}`));
  }
}

class Service extends Live {
  render({ name }) {
    const service = (live.state.services || []).find(each => each.name === name);
    const close = () => turn({ service: undefined }, false);
    if (!service) return h(Dialog, { title: name, onClose: close }, h("p", null, "There is no such service now."));
    const said = sentenceOf(service);
    return h(Dialog, { title: name, onClose: close },
      h("div", { class: "row" }, h(ServiceState, { value: service.state }), h(Text, { value: service.service + " " + (service.command || "") })),
      said && h(Long, { value: said }),
      h(Facts, {
        items: [
          ["records", rate(service.records) + "/s"], ["bytes", service.bytes == null ? "–" : bytes(Math.round(service.bytes)) + "/s"],
          ["since it started", count(service.total)], ["lag", count(service.lag)],
          ["delay", span(service.latency)], ["last commit", service.commitAge == null ? "–" : span(service.commitAge) + " ago"],
          ...(service.facts || []).map(fact => [fact.name, typeof fact.value === "number" ? count(fact.value) : h(Text, { value: fact.value, max: 200 })]),
        ],
      }),
      h("h3", null, "Reads and writes"),
      h("ul", { class: "plain" }, (service.flows || []).map(flow => h("li", { key: flow.from + ">" + flow.to }, h(Text, { value: flow.from }), " → ", h(Text, { value: flow.to })))),
      service.address && h("p", { class: "faint" }, "Its own address: ", h(Text, { value: service.address })));
  }
}

export class Flow extends Live {
  render({ query }) {
    const state = live.state;
    if (!state) return h(Fragment, null, h(Heading, null, "Flow"), h(Waiting));
    const bare = !(state.services || []).length && !(state.topics || []).some(topic => !topic.internal);
    return h(Fragment, null,
      h(Heading, { aside: h(Servers, { state }) }, "Flow"),
      bare ? null : h(Needs, { list: needs(state) }),
      bare && state.kafka?.up
        ? h(Empty, { title: "Nothing flows yet.", run: "./millrace run demo" }, "There is no topic and no service. This starts a pipeline that shows all of it:")
        : bare ? h(Empty, { title: "Kafka does not answer." }, h(Commands, { said: (state.kafka?.problem || "") + " Start the servers with `./millrace up`, or look at the address that the console was given." })) : h(Drawing),
      query.service && h(Service, { key: query.service, name: query.service }));
  }
}
