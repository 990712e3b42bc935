package io.millrace.producer.cdc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The events of one file of MySQL's log. They are read one by one: with {@code binlog_rows_query_log_events} each may hold a
 * statement of any length.
 */
final class MySqlLog {
    private static final Pattern ID = Pattern.compile("([0-9a-fA-F-]{36}):(\\d+)");
    /** Where the server was asked for a place in the middle of an event. */
    private static final int NO_EVENT_THERE = 1220;

    private static final long HEAD = 4;
    /** The file's format and what was before it. */
    private static final int FIRST_EVENTS = 2;
    /** Behind a place comes a transaction at once, in most cases. */
    private static final int FIRST_PAGE = 10;
    /** The server may look for a page from the file's beginning on, so there must not be many. */
    private static final int LARGEST_PAGE = 10_000;

    private final CaptureServer capture;
    private final Connection connection;
    private final String file;

    /** @param file its name */
    MySqlLog(CaptureServer capture, Connection connection, String file) {
        this.capture = capture;
        this.connection = connection;
        this.file = file;
    }

    /** The ids of all transactions before this file. */
    MySqlIds before() throws SQLException {
        Page page = page(HEAD, FIRST_EVENTS, event -> event.type().equals("Previous_gtids"));
        return new MySqlIds(page.found() == null ? null : page.found().info());
    }

    /**
     * The id of the first transaction that begins at this byte or behind it and is wanted; null for none.
     *
     * @throws io.millrace.runtime.cli.ServiceException if no event begins there
     */
    String first(long position, Predicate<String> wanted) throws SQLException {
        long from = position;
        int size = FIRST_PAGE;
        while (true) {
            Page page = page(from, size, event -> event.id() != null && wanted.test(event.id()));
            if (page.found() != null) {
                return page.found().id();
            }
            if (page.events() < size) {
                return null;
            }
            from = page.end();
            size = Math.min(LARGEST_PAGE, size * FIRST_PAGE);
        }
    }

    private Page page(long position, int size, Predicate<Event> wanted) throws SQLException {
        int events = 0;
        long end = position;
        Event found = null;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1);
            try (ResultSet rows = statement.executeQuery(
                    "SHOW BINLOG EVENTS IN " + CaptureServer.quoted(file) + " FROM " + position + " LIMIT " + size)) {
                while (found == null && rows.next()) {
                    Event event = new Event(rows.getString("Event_type"), rows.getString("Info"));
                    events++;
                    end = rows.getLong("End_log_pos");
                    found = wanted.test(event) ? event : null;
                }
            }
        } catch (SQLException e) {
            if (e.getErrorCode() != NO_EVENT_THERE) {
                throw e;
            }
            throw capture.refused("binary log " + file + " has no event at byte " + position + ": it was begun anew"
                    + BinlogPlace.ANEW);
        }
        return new Page(events, end, found);
    }

    private record Page(int events, long end, Event found) {}

    private record Event(String type, String info) {
        /** The transaction that it begins; null if it begins none. */
        String id() {
            Matcher id = ID.matcher(type.equals("Gtid") ? info : "");
            return id.find() ? id.group() : null;
        }
    }
}
