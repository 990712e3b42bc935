package io.millrace.formats;

import io.millrace.formats.file.DataFile;
import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.registry.RegisteredSchema;
import io.millrace.formats.registry.SchemaRegistry;
import io.millrace.formats.value.FrameKind;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** A topic whose columns are those of the schemas that a registry in memory has, for tests to extend. */
abstract class GrowingTopic {
    final Map<Long, String> schemas = new HashMap<>();
    boolean away;

    final SchemaRegistry registry = new SchemaRegistry() {
        @Override
        public RegisteredSchema byId(long id) throws BadRecordException, TryLaterException {
            if (away) {
                throw new TryLaterException("the registry is away", new IOException());
            }
            return new RegisteredSchema("AVRO", schemas.get(id), List.of());
        }

        @Override
        public RegisteredSchema byGuid(UUID guid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RegisteredSchema byVersion(String subject, int version) {
            throw new UnsupportedOperationException();
        }
    };

    TopicFormat format(FileKind files) {
        FormatSettings settings =
                Settings.of(Values.AVRO, files).frame(FrameKind.CONFLUENT).build();
        return TopicFormats.create(
                settings, "t", Long.MAX_VALUE, new FormatAids(new FoundFrames(note -> {}), Optional.of(registry)));
    }

    void schema(long id, String... fields) {
        schemas.put(id, "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + String.join(",", fields) + "]}");
    }

    static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }

    static String field(String name, String type, String standard) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + ",\"default\":" + standard + "}";
    }

    /** A record of that schema out of its JSON. */
    TestRecord record(int id, String json) throws IOException {
        Schema schema = new Schema.Parser().parse(schemas.get((long) id));
        Object value =
                new GenericDatumReader<>(schema).read(null, DecoderFactory.get().jsonDecoder(schema, json));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5).putInt(1, id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return TestRecord.of(out.toByteArray());
    }

    /** What a writer does: a file ends where columns change. */
    static List<String> files(TopicFormat format, TestRecord... records) throws Exception {
        List<String> files = new ArrayList<>();
        DataFile file = null;
        ByteArrayOutputStream out = null;
        for (TestRecord record : records) {
            if (format.changesColumns(record)) {
                file.finish();
                files.add(out.toString(StandardCharsets.UTF_8));
                file = null;
            }
            format.route(record);
            if (file == null) {
                out = new ByteArrayOutputStream();
                file = format.open(out);
            }
            file.append();
        }
        file.finish();
        files.add(out.toString(StandardCharsets.UTF_8));
        return files;
    }
}
