package io.millrace.mapreduce.job;

/** What the jobs count besides their result; shown by Hadoop under this class's name. */
public enum JobCounter {
    /** Records counted. */
    RECORDS,
    /** Records without a number, of which no statistics can be made. */
    RECORDS_SKIPPED,
    /** Records outside the window of time that was asked for. */
    RECORDS_OUTSIDE_WINDOW,
    /** Records without a time, which a window of time can neither hold nor leave out. */
    RECORDS_WITHOUT_TIME,
    /** Records counted within a window of time although they name no year. */
    RECORDS_WITHOUT_YEAR,
    /** Bytes of text read, after decompression. */
    TEXT_BYTES,
    /** Files, or parts of files, read to their end. */
    PARTS_READ,
    /** Files left out because they could not be read. */
    BAD_FILES,
    /** Forms of lines in which no level was found. */
    UNKNOWN_FORMS,
    /** Lines longer than the reader's buffer, of which only the start was looked at. */
    LONG_LINES
}
