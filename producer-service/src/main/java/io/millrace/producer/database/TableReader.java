package io.millrace.producer.database;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

/** The port to the table; every call sees what was committed when it began. */
public interface TableReader extends AutoCloseable {
    /** Rows with ids in (after, upTo], by id, at most {@code limit}. */
    List<Row> after(long after, long upTo, int limit) throws DatabaseException;

    /** Rows with ids from {@code first} to {@code last}, by id, at most {@code limit}. */
    List<Row> between(long first, long last, int limit) throws DatabaseException;

    /** Rows changed in ((updated, id), until], by time of change and id, at most {@code limit}. */
    List<Row> changed(LocalDateTime updated, long id, LocalDateTime until, int limit) throws DatabaseException;

    /** The greatest id; 0 if there is no row. */
    long greatestId() throws DatabaseException;

    /** The database's clock, this much ago. */
    LocalDateTime databaseTime(Duration ago) throws DatabaseException;

    /** Names of the columns, lower case; used to check settings before the first row. */
    List<String> columns() throws DatabaseException;

    @Override
    void close();
}
