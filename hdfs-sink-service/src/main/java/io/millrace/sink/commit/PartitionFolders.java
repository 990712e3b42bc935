package io.millrace.sink.commit;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * The hidden folders of one topic-partition.
 *
 * <pre>
 * ROOT/_millrace/TOPIC/PARTITION/log/SEGMENT/SEQUENCE.json   commit records, the truth
 *                               /tmp/CLAIM/...               files of the owner that published claim CLAIM
 *                               /tmp/claim-...json           claims on their way into the log
 *                               /marks/CLAIM-SEQUENCE        says up to which record all files are in place
 *                               /archive/SEGMENT.jsonl       folded segments, for the audit only
 *                               /upkeep/SEQUENCE.json        what was done to stored files since
 *                               /upkeep/done-SEQUENCE        says up to which of these records expired files are deleted
 *                               /upkeep/compacted-SEQUENCE   says up to which of these records large files are made
 * </pre>
 *
 * @param root the data root, without a trailing slash
 * @param topic the topic's name; Kafka's rules make every name a legal folder name
 * @param partition the partition's number, from 0
 */
public record PartitionFolders(String root, String topic, int partition) {
    private static final String RECORD_SUFFIX = ".json";
    private static final String ARCHIVE_SUFFIX = ".jsonl";
    private static final String DONE = "done-";
    private static final String COMPACTED = "compacted-";

    public PartitionFolders {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(topic, "topic");
        if (root.endsWith("/")) {
            throw new IllegalArgumentException("root \"" + root + "\" must not end in a slash");
        }
        if (partition < 0) {
            throw new IllegalArgumentException("partition " + partition + " must not be negative");
        }
    }

    /** The folder that holds the control folders of all topics. */
    public static String controlRoot(String root) {
        return root + "/" + HiddenNames.CONTROL_FOLDER;
    }

    public String control() {
        return controlRoot(root) + "/" + topic + "/" + partition;
    }

    public String log() {
        return control() + "/log";
    }

    public String segment(long segment) {
        return log() + "/" + digits(segment);
    }

    public String record(long segment, long sequence) {
        return segment(segment) + "/" + digits(sequence) + RECORD_SUFFIX;
    }

    public String temporary() {
        return control() + "/tmp";
    }

    /** Temporary files of the owner whose claim has this sequence number. */
    public String claimFolder(long claim) {
        return temporary() + "/" + digits(claim);
    }

    /** The folder of the owners' marks. */
    public String marks() {
        return control() + "/marks";
    }

    /**
     * The mark by which the owner with this claim says that the files of all records up to this sequence number were in
     * place. An empty folder: the name says all.
     */
    public String mark(long claim, long sequence) {
        return marks() + "/" + digits(claim) + "-" + digits(sequence);
    }

    /** The sequence number that the name of a mark says; empty for other names. */
    public static OptionalLong markedSequence(String name) {
        int dash = name.indexOf('-');
        boolean mark = dash > 0 && number(name.substring(0, dash)).isPresent();
        return mark ? number(name.substring(dash + 1)) : OptionalLong.empty();
    }

    public String archive() {
        return control() + "/archive";
    }

    public String archivedSegment(long segment) {
        return archive() + "/" + digits(segment) + ARCHIVE_SUFFIX;
    }

    /** The folder of what was done to stored files since they were committed. */
    public String upkeep() {
        return control() + "/upkeep";
    }

    String upkeepRecord(long sequence) {
        return upkeep() + "/" + digits(sequence) + RECORD_SUFFIX;
    }

    /** Where a record is written before it has its name. */
    String upkeepTemporary(long sequence, String id) {
        return upkeep() + "/_" + digits(sequence) + "-" + id;
    }

    /** The sequence number that the name of such a file says; empty for other names. */
    static OptionalLong upkeepTemporarySequence(String name) {
        int dash = name.indexOf('-');
        return name.startsWith("_") && dash > 0 ? number(name.substring(1, dash)) : OptionalLong.empty();
    }

    String upkeepDone(long sequence) {
        return upkeep() + "/" + DONE + digits(sequence);
    }

    /** The sequence number that the name of a mark of deletion says; empty for other names. */
    static OptionalLong doneSequence(String name) {
        return name.startsWith(DONE) ? number(name.substring(DONE.length())) : OptionalLong.empty();
    }

    String upkeepCompacted(long sequence) {
        return upkeep() + "/" + COMPACTED + digits(sequence);
    }

    /** The sequence number that the name of a mark of compaction says; empty for other names. */
    static OptionalLong compactedSequence(String name) {
        return name.startsWith(COMPACTED) ? number(name.substring(COMPACTED.length())) : OptionalLong.empty();
    }

    /** Number that a segment folder, claim folder, record or archive name stands for; empty for other names. */
    public static OptionalLong number(String name) {
        String digits = name.endsWith(RECORD_SUFFIX)
                ? name.substring(0, name.length() - RECORD_SUFFIX.length())
                : name.endsWith(ARCHIVE_SUFFIX) ? name.substring(0, name.length() - ARCHIVE_SUFFIX.length()) : name;
        if (digits.length() != 19 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    static String digits(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("number " + number + " must not be negative");
        }
        String plain = Long.toString(number);
        return "0".repeat(19 - plain.length()) + plain;
    }
}
