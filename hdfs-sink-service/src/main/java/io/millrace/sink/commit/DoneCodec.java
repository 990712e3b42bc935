package io.millrace.sink.commit;

import static io.millrace.sink.commit.CheckedLine.number;
import static io.millrace.sink.commit.CheckedLine.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Records of what is done, each as one {@link CheckedLine}; the promise is that of {@link CommitRecordCodec}. */
final class DoneCodec {
    private static final int VERSION = 1;

    private DoneCodec() {}

    static byte[] encode(DoneRecord record) {
        ObjectNode json = CheckedLine.object();
        json.put("version", VERSION);
        json.put("sequence", record.sequence());
        json.put("id", record.id());
        json.put("time", record.time().toString());
        if (!record.before().equals(Instant.MIN)) {
            json.put("before", record.before().toString());
        }
        ArrayNode partitions = json.putArray("partitions");
        record.partitions().forEach((number, position) -> {
            ObjectNode one = partitions
                    .addObject()
                    .put("partition", number)
                    .put("sequence", position.sequence())
                    .put("next_offset", position.nextOffset());
            position.latest().ifPresent(latest -> one.put("latest", latest));
        });
        ArrayNode open = json.putArray("open");
        record.open()
                .forEach((folder, end) -> open.addObject().put("folder", folder).put("end", end));
        ArrayNode mark = json.putArray("mark");
        record.mark().forEach(mark::add);
        ArrayNode names = json.putArray("names");
        record.names().forEach(names::add);
        return CheckedLine.encode(json);
    }

    /**
     * @param where the file's name, for the message
     * @throws DamagedLogException if a single bit of it is not what was written
     * @throws NewerLogException if a newer release wrote it
     */
    static DoneRecord decode(byte[] bytes, String where) {
        String what = "record of what is done " + where;
        return CheckedLine.decode(bytes, what, json -> fromJson(json, what));
    }

    private static DoneRecord fromJson(JsonNode json, String what) {
        CheckedLine.checkVersion(json, VERSION, what);
        SortedMap<Integer, DoneRecord.Position> partitions = new TreeMap<>();
        for (JsonNode one : json.required("partitions")) {
            partitions.put(
                    (int) number(one, "partition"),
                    new DoneRecord.Position(
                            number(one, "sequence"),
                            number(one, "next_offset"),
                            one.has("latest") ? OptionalLong.of(number(one, "latest")) : OptionalLong.empty()));
        }
        SortedMap<String, Long> open = new TreeMap<>();
        for (JsonNode one : json.required("open")) {
            open.put(text(one, "folder"), number(one, "end"));
        }
        SortedSet<String> mark = new TreeSet<>();
        json.required("mark").forEach(folder -> mark.add(folder.textValue()));
        List<String> names = new ArrayList<>();
        json.required("names").forEach(name -> names.add(name.textValue()));
        return new DoneRecord(
                number(json, "sequence"),
                text(json, "id"),
                Instant.parse(text(json, "time")),
                json.has("before") ? Instant.parse(text(json, "before")) : Instant.MIN,
                partitions,
                open,
                mark,
                names);
    }
}
