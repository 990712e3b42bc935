package io.millrace.formats.file;

import io.millrace.formats.value.ValueFormat;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** One kind of files. Has no state: topics and threads share it. */
public interface FileFormat {
    /** What names of these files may end in, without a leading dot; a name that ends in none of them gets the first. */
    List<String> endings(Compression compression);

    /** True if it takes nothing but columns. */
    boolean needsColumns();

    /** True if it takes lines of text and nothing beside them. */
    boolean isText();

    /** True if whole files of this compression, one behind the other, are a file of all their records. */
    default boolean concatenates(Compression compression) {
        return false;
    }

    /** Greatest number of records in one file, or Long.MAX_VALUE. */
    long maxRowsPerFile();

    /**
     * How many bytes of heap each byte of a value needs on its way into its file.
     *
     * @param withMetadata if metadata columns are added
     */
    int heapPerByte(ValueFormat values, boolean withMetadata);

    /**
     * How many records a stored file has, by what it says itself; empty for files that do not say.
     *
     * @throws UnreadableFileException if no reader could make records of its bytes; also if its {@link StoredFile#bytes} could
     *     not be read, which looks alike to a decompressor
     * @throws IOException if reading fails
     */
    OptionalLong rows(StoredFile file, Compression compression) throws IOException;

    /** A writer of files of these settings. */
    RecordWriter writer(WriterSettings settings);
}
