package io.millrace.formats.file;

import io.millrace.formats.value.ValueFormat;
import java.util.List;

/** One kind of files. Has no state: topics and threads share it. */
public interface FileFormat {
    /** What names of these files may end in, without a leading dot; a name that ends in none of them gets the first. */
    List<String> endings(Compression compression);

    /** True if it takes nothing but columns. */
    boolean needsColumns();

    /** True if it takes lines of text and nothing beside them. */
    boolean isText();

    /** Greatest number of records in one file, or Long.MAX_VALUE. */
    long maxRowsPerFile();

    /**
     * How many bytes of heap each byte of a value needs on its way into its file.
     *
     * @param withMetadata if metadata columns are added
     */
    int heapPerByte(ValueFormat values, boolean withMetadata);

    /** A writer of files of these settings. */
    RecordWriter writer(WriterSettings settings);
}
