package io.millrace.formats.file;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the records of one topic, on one thread, into any number of open files. */
public interface RecordWriter {
    /** Lets go of the last record. */
    void release();

    /**
     * Makes ready what {@link DataFile#append} puts into a file.
     *
     * @param value the record's value, which was decoded into the row
     * @throws BadRecordException if these files cannot hold the record
     */
    void prepare(SourceRecord record, InputBytes value) throws BadRecordException;

    /** Heap that appending the prepared record may add to its file and to scratch memory, at most. */
    long neededBytes();

    /** Bytes that {@link #keep} appends for the prepared record. */
    long keptBytes();

    /** Appends the prepared record in a form of its own, from which {@link #restore} makes it ready again. */
    void keep(Bytes out);

    /** Makes a kept record ready, as {@link #prepare} did. Its bytes must stay as they are until the next call. */
    void restore(byte[] kept, int from, int to);

    /** Begins a file on the stream. The stream stays the caller's: this neither syncs nor closes it. */
    DataFile open(OutputStream out) throws IOException;
}
