package io.millrace.sources.database;

/**
 * Chooses how many rows are asked for, so that what is in memory and in a transaction is bounded by bytes, whatever a row
 * holds. Rows are known only once they are there: after small ones the number grows step by step, and what lies in memory
 * at a time stays below {@link #MOST_AT_A_TIME} rows even then. Not thread-safe.
 */
final class BatchSizer {
    /** Most rows in memory at a time: what a sudden run of large rows costs before it is measured. */
    static final int MOST_AT_A_TIME = 100;

    private static final long BYTES_IN_A_BATCH = 16L << 20;
    private static final long BYTES_AT_A_TIME = 4L << 20;
    private static final int GROWTH = 8;

    private final int mostRows;
    private int rows;
    private int atATime;
    private long seen;
    private long bytes;
    private long largest;

    BatchSizer(int mostRows) {
        this.mostRows = mostRows;
        this.rows = Math.min(mostRows, MOST_AT_A_TIME);
        this.atATime = rows;
    }

    /** A row of the batch became a value of so many bytes. */
    void measured(long valueBytes) {
        seen++;
        bytes += valueBytes;
        largest = Math.max(largest, valueBytes);
    }

    /** The next batch, after what was measured in the last one. */
    TableReader.Batch next() {
        if (seen > 0) {
            long average = Math.max(1, bytes / seen);
            long fitting = Math.min(BYTES_IN_A_BATCH / average, (long) rows * GROWTH);
            rows = (int) Math.max(1, Math.min(mostRows, fitting));
            atATime = (int) Math.max(1, Math.min(MOST_AT_A_TIME, BYTES_AT_A_TIME / Math.max(1, largest)));
            seen = 0;
            bytes = 0;
            largest = 0;
        }
        return new TableReader.Batch(rows, Math.min(rows, atATime));
    }
}
