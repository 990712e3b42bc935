package io.millrace.producer.cdc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is saved of a place in a binary log, of MariaDB or MySQL. */
final class BinlogPlace {
    static final String FILE = "file";
    static final String POSITION = "pos";
    static final String GTIDS = "gtids";
    static final String BEGIN_ANEW = "Begin anew with a snapshot under another --name";
    static final String ANEW = "; what changed since then is lost to this source. " + BEGIN_ANEW;

    private static final List<String> PLACE = List.of(FILE, POSITION, GTIDS, "server_id", "ts_sec");

    /** Where the first event of a file is. The server names it for the file that it opens, wherever in it it goes on. */
    private static final long HEAD = 4;

    private BinlogPlace() {}

    /**
     * A change's place as it is to be saved.
     *
     * @param before the place that was saved last; null for none
     * @param server what tells the server from others
     */
    static Map<String, Object> saved(Map<String, Object> place, Map<String, Object> before, String server) {
        if (before != null && isHead(place) && isSame(FILE, place, before) && isSame(GTIDS, place, before)) {
            // So each connection begins; the place before says more exactly which log it is of.
            return before;
        }
        Map<String, Object> saved = new HashMap<>();
        for (String name : PLACE) {
            if (place.get(name) != null) {
                saved.put(name, place.get(name));
            }
        }
        saved.put(CaptureServer.SERVER, server);
        return saved;
    }

    /** True if it is anywhere in its file. */
    static boolean isHead(Map<String, Object> place) {
        return place.get(POSITION) instanceof Number position && position.longValue() == HEAD;
    }

    private static boolean isSame(String name, Map<String, Object> one, Map<String, Object> other) {
        return Objects.equals(one.get(name), other.get(name));
    }
}
