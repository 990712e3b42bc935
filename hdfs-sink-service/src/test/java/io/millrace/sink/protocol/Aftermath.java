package io.millrace.sink.protocol;

import io.millrace.sink.audit.Finding;
import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.SimRecord;
import io.millrace.sink.sim.SimWorld;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold after somebody changed the world under the sinks. */
final class Aftermath {
    private Aftermath() {}

    /** True for what calls that were under way may leave where a root was: a temporary file, or a claim. */
    static boolean storesNothing(SimWorld world, String path) {
        return path.contains("/tmp/")
                || path.contains("/log/")
                        && new String(Exactness.bytes(world, path), StandardCharsets.UTF_8)
                                .contains("\"kind\":\"claim\"");
    }

    /** Nothing of the new topic is stored, and nothing of the old one twice. */
    static void checkOldTopic(SimWorld world, List<SimRecord> old) {
        List<String> stored = Exactness.stored(world, "old topic");
        Set<String> positions = old.stream()
                .map(record -> record.topic() + " " + record.partition() + " " + record.offset())
                .collect(Collectors.toSet());
        boolean doubled = Set.copyOf(stored).size() < stored.size();
        if (doubled
                || !positions.containsAll(stored)
                || !world.disk.files(SimWorld.ROOT + "/new", "").isEmpty()) {
            throw new AssertionError("not what the old topic held\n" + world.disk);
        }
        List<Finding> findings = Exactness.audit(world).findings();
        // An owner that died after publishing has nobody who moves its files any more.
        if (!findings.stream().allMatch(finding -> finding.kind() == Finding.Kind.NOT_IN_PLACE)) {
            throw new AssertionError("the audit found " + findings);
        }
    }
}
