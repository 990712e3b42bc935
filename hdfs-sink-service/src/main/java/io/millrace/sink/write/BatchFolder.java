package io.millrace.sink.write;

/** A folder of a batch: its file is open, or its rows wait, or neither since its last file was finished. */
final class BatchFolder {
    private static final int NOT_WAITING = -1;

    final String name;
    /** The open file, or null. */
    OpenFile file;

    /** Event time of its latest record in the batch; Long.MIN_VALUE if the layout has no time. */
    long latest = Long.MIN_VALUE;

    private int waiting = NOT_WAITING;

    BatchFolder(String name) {
        this.name = name;
    }

    boolean isWaiting() {
        return waiting != NOT_WAITING;
    }

    /** Its number among the folders whose rows wait. */
    int waiting() {
        return waiting;
    }

    /** From now on its rows wait, until the batch ends: their order within the folder stays that of their offsets. */
    void waitAs(int number) {
        waiting = number;
    }
}
