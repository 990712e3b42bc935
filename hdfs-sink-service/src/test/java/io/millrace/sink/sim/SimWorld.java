package io.millrace.sink.sim;

import io.millrace.formats.Tombstones;
import io.millrace.record.PartitionId;
import io.millrace.sink.commit.TakeoverRules;
import io.millrace.sink.write.RollRules;
import io.millrace.sink.write.SinkEvents;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A disk, a Kafka, a group and a clock, and the settings of all sinks in it. */
public final class SimWorld {
    public static final String ROOT = "/data";

    public final SimDisk disk = new SimDisk();
    public final SimKafka kafka = new SimKafka();
    public final SimGroup group = new SimGroup();
    public final SimClock clock = new SimClock();
    public final SimSettings settings;
    /** What the users of all sinks decided. */
    public TakeoverRules rules = TakeoverRules.STANDARD;
    /** The same of tombstones; formats that store them are made so. */
    public Tombstones tombstones = Tombstones.DEAD_LETTER;
    /** Makes calls side by side; here one after the other, on the sink's own thread. */
    public Executor callers = Runnable::run;
    /** Hears what all sinks do. */
    public SinkEvents events = SinkEvents.NONE;

    private int owners;

    public SimWorld(SimSettings settings) {
        this.settings = settings;
    }

    /** Roll every five records; segments of four records, so that folding happens all the time. */
    public static SimWorld small() {
        return new SimWorld(SimSettings.small());
    }

    /** The rules with another number of records per file. */
    public static RollRules rolling(long records) {
        return new RollRules(records, Long.MAX_VALUE, 60_000, Long.MAX_VALUE, false, 1_000);
    }

    /** True if the record has to be in a file. */
    public boolean stores(SimRecord record) {
        return record.hasNoRow() ? tombstones == Tombstones.STORE : !isBad(record);
    }

    /** True if the record cannot be stored. */
    public boolean isBad(SimRecord record) {
        return record.hasNoRow()
                ? tombstones == Tombstones.DEAD_LETTER
                : record.text().equals("bad");
    }

    /** A new process that reads until the present ends, or for ever. */
    public SimSink sink(Faults faults, Optional<Map<PartitionId, Long>> ends) {
        return new SimSink(this, "owner-" + owners++, new Calls(faults), ends);
    }

    /** A new process without faults that gets all partitions and stores all there is. */
    public void storeEverything() {
        storeEverything(Faults.NONE);
    }

    /** The same with an eye on its calls. */
    public void storeEverything(Faults faults) {
        SimSink sink = sink(faults, Optional.of(kafka.ends()));
        sink.takeAll();
        sink.runToEnd();
    }
}
