package io.millrace.formats;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.DataFile;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Decodes, routes and writes the records of one topic on one thread. Not thread-safe.
 *
 * <p>The life of a record: {@link #route} decodes it into reusable columns and names its folder,
 * then {@link DataFile#append} adds it to the file that the caller keeps open for that folder. Where no file is open yet,
 * {@link #keep} copies it out of the columns, and {@link #restore} puts it back into them later, without its value.
 */
public interface TopicFormat {
    /**
     * True if this record needs other columns than what was routed before it of its partition. Whatever waits of that
     * partition must be written, and its files be finished, before the record is routed: from then on all of it has the new columns.
     *
     * @throws BadRecordException as {@link #route}
     * @throws TryLaterException as {@link #route}
     */
    default boolean changesColumns(SourceRecord record) throws BadRecordException, TryLaterException {
        return false;
    }

    /**
     * Decodes the record and returns the folder that it belongs in, relative to the topic's data
     * root, with {@code /} between parts and none at either end; empty for the data root itself.
     * What it says of a record, good or bad, depends on the record alone and not on what was routed before: a record is
     * routed again if a commit comes in between. Usually the same String instance when a folder repeats, so that comparing is cheap.
     *
     * @throws BadRecordException if the record does not fit; nothing was decoded then, and the
     *     format is ready for the next record
     * @throws TryLaterException if whether it fits cannot be said now, which is no fault of the record; the format is ready for
     *     the next record then too
     */
    String route(SourceRecord record) throws BadRecordException, TryLaterException;

    /** Bytes of the record that the last successful {@link #route} decoded: its value's, and what metadata columns hold of its key and headers. */
    int storedBytes();

    /**
     * Heap that {@link DataFile#append} of the last routed record may add to the file and to scratch memory, at most. Never more
     * than what one record may have: {@link #route} refuses what needs more.
     */
    long neededBytes();

    /** Bytes that {@link #keep} appends for the record that was routed last. */
    long keptBytes();

    /** Appends the record that was routed last in the form in which it goes into a file. */
    void keep(Bytes out);

    /**
     * Makes a kept record ready for {@link DataFile#append}, as {@link #route} did before it was kept; {@link #neededBytes} is about it
     * then. The columns of its partition must not have changed in between. Its bytes must stay as they are until the next call.
     *
     * @param partition that it came from
     */
    void restore(int partition, byte[] kept, int from, int to);

    /** Lets go of the last record, whose bytes a large fetch may hold. The next call must be {@link #route} or {@link #restore}. */
    void release();

    /** Begins a file with the columns of the record that was routed last. The stream stays the caller's: this neither syncs nor closes it. */
    DataFile open(OutputStream out) throws IOException;

    /** What file names end in, without a leading dot: {@code snappy.parquet}, {@code txt.gz}, {@code json}. */
    String extension();

    /** Greatest number of records in one file: 1 for one file per record, else Long.MAX_VALUE. */
    long maxRowsPerFile();

    /**
     * End (exclusive, milliseconds since the epoch, event time) of the time folder that the last
     * routed record fell in, or Long.MAX_VALUE if the layout has no time in it.
     */
    long boundaryMillis();

    /**
     * Event time of the last routed record (milliseconds since the epoch), or Long.MIN_VALUE if the layout has no time in it.
     */
    long eventMillis();
}
