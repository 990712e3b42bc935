package io.millrace.sink.protocol;

import io.millrace.formats.ColumnTimes;
import io.millrace.sink.sim.SimWorld;

/** The scenarios for tests of tables in other packages. */
public final class TableScenarios {
    private TableScenarios() {}

    /** Parquet files of readings in folders of this layout, as a sink with a table writes them. */
    public static SimWorld parquet(String layout) {
        return parquet(layout, ColumnTimes.MICROS);
    }

    /** The same with times of this unit. */
    public static SimWorld parquet(String layout, ColumnTimes times) {
        return Scenario.parquet(layout, times).world().get();
    }

    /** Parquet files of framed Avro whose schema gets more fields. */
    public static SimWorld growing() {
        return Scenario.growingAvro("", 10).world().get();
    }
}
