package io.millrace.formats.avro;

import io.millrace.record.BadRecordException;

/** Reads one value of the writer's schema: into columns, or past it. Bound to its columns. */
interface Step {
    /** @param repetition level of the first entry that this adds to each column */
    void read(AvroInput in, int repetition) throws BadRecordException;
}
