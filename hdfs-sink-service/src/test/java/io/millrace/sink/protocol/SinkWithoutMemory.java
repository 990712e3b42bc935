package io.millrace.sink.protocol;

import io.millrace.sink.cli.SinkMain;
import io.millrace.sink.protocol.FailureInside.Kind;
import io.millrace.sink.protocol.FailureInside.Point;

/** The sink as a process whose memory runs out at the third call of the method that {@code -Dwithout.memory} names. */
public final class SinkWithoutMemory {
    private SinkWithoutMemory() {}

    /** Runs the sink's command line. */
    public static void main(String[] args) {
        FailureInside.weave();
        FailureInside.arm(Kind.ERRORS_FROM_THEN_ON, new Point(System.getProperty("without.memory"), true), 3);
        SinkMain.main(args);
    }
}
