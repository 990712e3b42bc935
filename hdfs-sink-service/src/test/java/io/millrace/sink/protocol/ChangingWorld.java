package io.millrace.sink.protocol;

import io.millrace.sink.sim.Exactness;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimSink;
import io.millrace.sink.sim.SimWorld;
import io.millrace.stream.StoppedException;
import java.util.List;
import java.util.Optional;

/** A sink over one partition, whose world changes under it. */
abstract class ChangingWorld {
    static final String LOG = "/data/_millrace/t/0/log";

    final SimWorld world = SimWorld.small();

    void topic(String id, int records) {
        world.kafka.createTopic("t", 1, id);
        produce(records);
    }

    void produce(int records) {
        for (int i = 0; i < records; i++) {
            world.kafka.produce(Scenario.ZERO, "f=0");
        }
    }

    SimSink working() {
        SimSink sink = world.sink(Faults.NONE, Optional.empty());
        sink.takeAll();
        sink.start();
        steps(sink);
        return sink;
    }

    static void steps(SimSink sink) {
        for (int i = 0; i < 20; i++) {
            sink.step();
        }
    }

    /** What ends the sink while it goes on working; it then stops in order, as the process does. */
    static Optional<Throwable> endOf(SimSink sink) {
        try {
            steps(sink);
            return Optional.empty();
        } catch (StoppedException stopped) {
            sink.stop();
            return Optional.of(stopped);
        }
    }

    Optional<Throwable> endOfANewOne() {
        SimSink sink = world.sink(Faults.NONE, Optional.of(world.kafka.ends()));
        sink.takeAll();
        return sink.runWhateverHappens();
    }

    List<String> stored() {
        return Exactness.stored(world, "identity");
    }
}
