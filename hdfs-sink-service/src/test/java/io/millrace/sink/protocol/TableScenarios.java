package io.millrace.sink.protocol;

import io.millrace.sink.sim.SimWorld;

/** The scenarios for tests of tables in other packages. */
public final class TableScenarios {
    private TableScenarios() {}

    /** Parquet files of readings in folders of this layout. */
    public static SimWorld parquet(String layout) {
        return Scenario.parquet(layout).world().get();
    }

    /** Parquet files of framed Avro whose schema gets more fields. */
    public static SimWorld growing() {
        return Scenario.growingAvro("", 10).world().get();
    }
}
