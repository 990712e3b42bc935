package io.millrace.sink.commit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far a topic's folders are done: what was decided from the partitions' commit logs up to some record of each. A decision is true
 * for ever; the marks in the folders follow from it.
 *
 * @param sequence its place among these records
 * @param id tells the record from every other one, also from one of the same content
 * @param time when it was written
 * @param before all folders whose times end by this moment are done; {@link Instant#MIN} if none is
 * @param partitions how far each partition's log was read, by the partition's number
 * @param open folders with records that are not done, and when their times end in milliseconds since the epoch
 * @param mark folders that get a mark because of this record
 * @param names names of marks that the topic's folders may have: the last one is given now
 */
public record DoneRecord(
        long sequence,
        String id,
        Instant time,
        Instant before,
        SortedMap<Integer, Position> partitions,
        SortedMap<String, Long> open,
        SortedSet<String> mark,
        List<String> names) {
    /** Of a topic of which nothing was decided. */
    public static final DoneRecord NONE = new DoneRecord(
            -1,
            "",
            Instant.EPOCH,
            Instant.MIN,
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Collections.emptySortedSet(),
            List.of());

    /**
     * How far a partition's log was read.
     *
     * @param sequence the last record
     * @param nextOffset offset behind it
     * @param latest latest event time in it and before, in milliseconds since the epoch; empty if there is none
     */
    public record Position(long sequence, long nextOffset, OptionalLong latest) {
        public Position {
            requireNonNull(latest, "latest");
        }
    }

    public DoneRecord {
        requireNonNull(id, "id");
        requireNonNull(time, "time");
        requireNonNull(before, "before");
        partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
        open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
        mark = Collections.unmodifiableSortedSet(new TreeSet<>(mark));
        names = List.copyOf(names);
    }
}
