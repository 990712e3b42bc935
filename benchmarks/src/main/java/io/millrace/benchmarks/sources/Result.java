package io.millrace.benchmarks.sources;

import java.time.Duration;

/**
 * What one process reached.
 *
 * @param records found in the topic afterwards, which must be as many as it was to send
 * @param whole from the process's start to its end
 * @param ownSeconds what it says itself that sending took; the tool starts its clock when its producer is made, a source when
 *     its topics are there, so that making the producer and taking the positions over count for the source
 * @param cpu of the process
 * @param storedBytes of the topic on the broker's disk, compressed
 */
record Result(String name, long records, Duration whole, double ownSeconds, Duration cpu, long storedBytes) {
    double perSecond() {
        return records / ownSeconds;
    }

    double perWholeSecond() {
        return records * 1e9 / whole.toNanos();
    }

    double cpuMicrosPerRecord() {
        return cpu.toNanos() / 1e3 / records;
    }

    double storedBytesPerRecord() {
        return (double) storedBytes / records;
    }
}
