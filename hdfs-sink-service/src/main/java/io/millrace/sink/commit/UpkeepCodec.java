package io.millrace.sink.commit;

import static io.millrace.sink.commit.CheckedLine.number;
import static io.millrace.sink.commit.CheckedLine.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Upkeep records, each as one {@link CheckedLine}; of versions holds what {@link CommitRecordCodec} says. */
final class UpkeepCodec {
    private static final int VERSION = 1;
    /** Of records of large files: a release that does not know them would miss the parts. */
    private static final int WITH_LARGE_FILES = 2;

    private UpkeepCodec() {}

    static byte[] encode(UpkeepRecord record) {
        ObjectNode json = CheckedLine.object();
        json.put("version", record.large().isEmpty() ? VERSION : WITH_LARGE_FILES);
        json.put("sequence", record.sequence());
        json.put("id", record.id());
        json.put("kind", record.kind().name().toLowerCase(Locale.ROOT));
        json.put("by", record.by());
        json.put("time", record.time().toString());
        json.put("reason", record.reason());
        json.put("all_before", record.allBefore());
        put(json.putArray("files"), record.files());
        if (!record.large().isEmpty()) {
            ArrayNode large = json.putArray("large");
            for (LargeFile file : record.large()) {
                put(large.addObject().put("path", file.path()).putArray("parts"), file.parts());
            }
        }
        return CheckedLine.encode(json);
    }

    private static void put(ArrayNode array, List<UpkeepRecord.LetGoFile> files) {
        for (UpkeepRecord.LetGoFile file : files) {
            array.addObject()
                    .put("path", file.path())
                    .put("rows", file.rows())
                    .put("bytes", file.bytes())
                    .put("commit", file.commit());
        }
    }

    /**
     * @param where the file's name, for the message
     * @throws DamagedLogException if a single bit of it is not what was written
     * @throws NewerLogException if a newer release wrote it
     */
    static UpkeepRecord decode(byte[] bytes, String where) {
        String what = "upkeep record " + where;
        return CheckedLine.decode(bytes, what, json -> fromJson(json, what));
    }

    private static UpkeepRecord fromJson(JsonNode json, String what) {
        boolean plain = number(json, "version") == VERSION;
        CheckedLine.checkVersion(json, plain ? VERSION : WITH_LARGE_FILES, what);
        List<LargeFile> large = new ArrayList<>();
        if (!plain) {
            for (JsonNode file : json.required("large")) {
                large.add(new LargeFile(text(file, "path"), files(file.required("parts"))));
            }
        }
        return new UpkeepRecord(
                number(json, "sequence"),
                text(json, "id"),
                UpkeepRecord.Kind.valueOf(text(json, "kind").toUpperCase(Locale.ROOT)),
                text(json, "by"),
                Instant.parse(text(json, "time")),
                text(json, "reason"),
                files(json.required("files")),
                number(json, "all_before"),
                large);
    }

    private static List<UpkeepRecord.LetGoFile> files(JsonNode array) {
        List<UpkeepRecord.LetGoFile> files = new ArrayList<>();
        for (JsonNode file : array) {
            files.add(new UpkeepRecord.LetGoFile(
                    text(file, "path"), number(file, "rows"), number(file, "bytes"), number(file, "commit")));
        }
        return files;
    }
}
