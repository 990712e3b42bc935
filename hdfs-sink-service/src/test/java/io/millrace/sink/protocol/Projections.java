package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimTable;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.OvertakenException;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.StoredLogs;
import java.io.IOException;
import java.util.List;

/** Projectors over simulated worlds, and what must be true of the tables that they make. */
final class Projections {
    private Projections() {}

    static StoredLogs logs(SimWorld world, Calls calls) {
        return new StoredLogs(
                new SimStore(world.disk, calls), SimWorld.ROOT, world.settings.segmentSize(), topic -> true);
    }

    /** A process that takes few files in a step, so that there are many. */
    static Projector projector(SimWorld world, SimTable table, Calls calls, int mostFiles) {
        return new Projector(logs(world, calls), table.view(calls), mostFiles);
    }

    /** Brings the table up to date, whatever fails on the way; a crash ends it. */
    static void run(Projector projector) {
        for (int i = 0; i < 500; i++) {
            try {
                if (!projector.step().more()) {
                    return;
                }
            } catch (IOException | OvertakenException again) {
                // What it came from is found out by the next step.
            }
        }
        throw new AssertionError("no end after 500 steps");
    }

    /** The same in a new process without faults. */
    static void finish(SimWorld world, SimTable table) {
        run(projector(world, table, new Calls(Faults.NONE), 3));
    }

    /** Every file that readers of the folders see is in the table, once, and nothing else. */
    static void check(SimWorld world, SimTable table, String what) {
        List<String> visible = world.disk.files(SimWorld.ROOT, "").stream()
                .filter(path -> !path.contains("/_"))
                .sorted()
                .toList();
        if (!table.files().equals(visible)) {
            assertThat(table.files()).as(what + "\n" + world.disk).isEqualTo(visible);
        }
    }
}
