package io.millrace.sink.commit;

import static io.millrace.sink.commit.CheckedLine.number;
import static io.millrace.sink.commit.CheckedLine.optional;
import static io.millrace.sink.commit.CheckedLine.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Commit records, each as one {@link CheckedLine}.
 *
 * <p>The promise: a release reads what every earlier release wrote, and refuses, with a sentence and before it writes
 * anything, what a newer one wrote in a way that it would misread. So the version rises only when a reader that ignores
 * what it does not know would go wrong; fields that may be missing and may be ignored come without a new version.
 */
public final class CommitRecordCodec {
    private static final int VERSION = 1;
    /** Part of what was skipped. */
    private static final String SKIPPED_TOMBSTONES = "skipped_tombstones";

    private static final HexFormat HEX = HexFormat.of();

    private CommitRecordCodec() {}

    /** The record's bytes, ending in a line feed. */
    public static byte[] encode(CommitRecord record) {
        return CheckedLine.encode(toJson(record));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param where the file's name, for the message
     * @throws DamagedLogException if a single bit of it is not what was written
     * @throws NewerLogException if a newer release wrote it
     */
    public static CommitRecord decode(byte[] bytes, String where) {
        String what = "commit record " + where;
        return CheckedLine.decode(bytes, what, json -> fromJson(json, what));
    }

    private static ObjectNode toJson(CommitRecord record) {
        ObjectNode json = CheckedLine.object();
        json.put("version", VERSION);
        json.put("sequence", record.sequence());
        json.put("kind", record.kind().name().toLowerCase(Locale.ROOT));
        json.put("owner", record.owner());
        json.put("claim", record.claim());
        json.put("time", record.time().toString());
        json.put("topic_id", record.identity().topicId());
        record.identity().kafkaCluster().ifPresent(id -> json.put("kafka_cluster", id));
        record.identity().fileSystem().ifPresent(id -> json.put("file_system", id));
        record.identity().firstPartitions().ifPresent(count -> json.put("first_partitions", count));
        json.put("start_offset", record.startOffset());
        json.put("next_offset", record.nextOffset());
        json.put("first_offset", record.firstOffset());
        json.put("pending", record.pending());
        record.reason().ifPresent(reason -> json.put("reason", reason.word()));
        json.set("counts", countsToJson(record.counts()));
        json.set("totals", countsToJson(record.totals()));
        ArrayNode files = json.putArray("files");
        for (CommittedFile file : record.files()) {
            ObjectNode one = files.addObject()
                    .put("temporary", file.temporary())
                    .put("path", file.path())
                    .put("length", file.length())
                    .put("rows", file.rows())
                    .put("crc32c", HEX.toHexDigits(file.crc32c()))
                    .put("first_offset", file.firstOffset())
                    .put("last_offset", file.lastOffset());
            file.latest().ifPresent(latest -> one.put("latest", latest));
        }
        return json;
    }

    /** Releases that know no tombstones add up all that was skipped. */
    private static ObjectNode countsToJson(Counts counts) {
        ObjectNode json = CheckedLine.object()
                .put("files", counts.files())
                .put("rows", counts.rows())
                .put("bytes", counts.bytes())
                .put("dead_letters", counts.deadLetters())
                .put("skipped", counts.skipped() + counts.tombstones())
                .put("absent", counts.absent());
        return counts.tombstones() == 0 ? json : json.put(SKIPPED_TOMBSTONES, counts.tombstones());
    }

    private static CommitRecord fromJson(JsonNode json, String what) {
        CheckedLine.checkVersion(json, VERSION, what);
        List<CommittedFile> files = new ArrayList<>();
        for (JsonNode file : json.required("files")) {
            files.add(new CommittedFile(
                    text(file, "temporary"),
                    text(file, "path"),
                    number(file, "length"),
                    number(file, "rows"),
                    HexFormat.fromHexDigits(text(file, "crc32c")),
                    number(file, "first_offset"),
                    number(file, "last_offset"),
                    file.has("latest") ? OptionalLong.of(number(file, "latest")) : OptionalLong.empty()));
        }
        return new CommitRecord(
                number(json, "sequence"),
                CommitRecord.Kind.valueOf(text(json, "kind").toUpperCase(Locale.ROOT)),
                text(json, "owner"),
                number(json, "claim"),
                Instant.parse(text(json, "time")),
                new LogIdentity(
                        text(json, "topic_id"),
                        optional(json, "kafka_cluster"),
                        optional(json, "file_system"),
                        json.has("first_partitions")
                                ? OptionalInt.of((int) number(json, "first_partitions"))
                                : OptionalInt.empty()),
                number(json, "start_offset"),
                number(json, "next_offset"),
                files,
                counts(json.required("counts")),
                number(json, "first_offset"),
                counts(json.required("totals")),
                number(json, "pending"),
                optional(json, "reason").flatMap(RollReason::of));
    }

    private static Counts counts(JsonNode json) {
        long tombstones = json.has(SKIPPED_TOMBSTONES) ? number(json, SKIPPED_TOMBSTONES) : 0;
        return new Counts(
                number(json, "files"),
                number(json, "rows"),
                number(json, "bytes"),
                number(json, "dead_letters"),
                number(json, "skipped") - tombstones,
                tombstones,
                number(json, "absent"));
    }
}
