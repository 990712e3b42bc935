package io.millrace.launcher.preset;

import io.millrace.launcher.view.Flow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where all receivers of a preset are at one moment.
 *
 * @param flows the place of each in its topic, by its name
 */
public record Standing(Map<String, Flow> flows) {
    public Standing {
        flows = Collections.unmodifiableMap(new LinkedHashMap<>(flows));
    }

    /** The place of one receiver. */
    public Flow of(String receiver) {
        Flow flow = flows.get(receiver);
        if (flow == null) {
            throw new IllegalArgumentException("no receiver '" + receiver + "'");
        }
        return flow;
    }

    /** Offsets in the receivers' topics: grows with each record that a source brings. */
    long produced() {
        return flows.values().stream().mapToLong(Flow::end).sum();
    }

    /** Grows with each record that comes, and with each that is stored. */
    public long moved() {
        return flows.values().stream()
                .mapToLong(flow -> 2 * flow.end() - flow.lag())
                .sum();
    }

    /** True if there is something in every receiver's topic, and all of it is stored. */
    public boolean allStored() {
        return flows.values().stream().allMatch(flow -> flow.end() > 0 && flow.lag() == 0);
    }

    /** One line per receiver: its name, how many records it has stored, how many there are. */
    public List<String> lines() {
        int width = flows.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        flows.forEach((name, flow) -> lines.add(name + " ".repeat(width - name.length()) + "  " + flow.text()));
        return lines;
    }
}
