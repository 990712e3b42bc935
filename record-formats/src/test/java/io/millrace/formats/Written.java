package io.millrace.formats;

import io.millrace.formats.file.DataFile;
import io.millrace.record.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.example.data.Group;

/** Writes records into one file in memory. */
final class Written {
    private Written() {}

    static byte[] bytes(TopicFormat format, SourceRecord... records) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataFile file = format.open(out);
        for (SourceRecord record : records) {
            format.route(record);
            file.append();
        }
        file.finish();
        return out.toByteArray();
    }

    static String text(TopicFormat format, SourceRecord... records) throws Exception {
        return new String(bytes(format, records), StandardCharsets.UTF_8);
    }

    static List<Group> rows(TopicFormat format, SourceRecord... records) throws Exception {
        return ParquetRows.read(bytes(format, records));
    }
}
