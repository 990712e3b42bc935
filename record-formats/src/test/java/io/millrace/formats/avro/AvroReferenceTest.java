package io.millrace.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.bytes.TooLargeException;
import io.millrace.formats.json.RowJson;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.Tree;
import io.millrace.record.BadRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** The decoder against Avro's own reader, over schemas and values that a seed makes up and then damages. */
class AvroReferenceTest {
    private static final int SCHEMAS = Integer.getInteger("avro.schemas", Boolean.getBoolean("thorough") ? 4_000 : 400);
    private static final int VALUES = 5;
    private static final int DAMAGED = 50;
    private static final long ROOM = 8 << 20;

    private static final ObjectMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .disable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** What docs/formats.md says that is refused here though Avro's reader takes it. */
    private static final Pattern STRICTER =
            Pattern.compile("field '[^']*' (is not UTF-8 text|is a boolean of neither 0 nor 1"
                    + "|has a key twice|is no time of day|must have at most \\d+ digits|is a decimal of no bytes)"
                    + "|value has \\d+ bytes after its record"
                    // Avro's reader makes an array of whatever length a list says that it has.
                    + "|value has more than \\d+ parts that take no bytes|value has so many parts .*"
                    + "|value ends before its record does|value has a length of -?\\d+|value has a list of .*");

    /** Of whole values these are refused only: units and scales that differ. */
    private static final Pattern OTHER_MEANING = Pattern.compile(
            "field '[^']*' is .*\\(.*\\) in the writer's, which cannot become" + " .*\\(.*\\) of the reader's");

    /** One pair of schemas, with a decoder by each of both. */
    private static final class Pair {
        final Schema writer;
        final Schema reader;
        private final Row row;
        private final AvroDecoder decoder;
        private final RowJson json;

        Pair(Schema writer, Schema reader) throws Exception {
            this.writer = writer;
            this.reader = reader;
            Tree tree = Tree.of("test", AvroColumns.ofAvroValues(reader, "reader"), builder -> List.of());
            this.row = new Row(tree.leaves());
            row.limit(ROOM);
            this.decoder = new AvroDecoder(
                    new NamedSchema(writer, "the writer's"),
                    new NamedSchema(reader, "the reader's"),
                    tree.values(),
                    row);
            this.json = new RowJson(tree.values(), row, Long.MAX_VALUE);
        }

        JsonNode ours(byte[] bytes) throws BadRecordException, IOException {
            row.reset(bytes, bytes.length);
            try {
                decoder.decode(bytes, 0, bytes.length, true);
            } catch (TooLargeException e) {
                throw new BadRecordException(e.getMessage());
            }
            InputBytes text = json.json(null);
            return sameNumbers(JACKSON.readTree(text.array(), text.from(), text.to() - text.from()));
        }

        /** What Avro's reader makes of all the bytes. */
        JsonNode theirs(byte[] bytes) throws IOException {
            BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, null);
            Object value = new GenericDatumReader<>(writer, reader).read(null, in);
            if (!in.isEnd()) {
                throw new IOException("bytes are left");
            }
            return Expected.of(value, reader);
        }

        @Override
        public String toString() {
            return "writer " + writer + ", reader " + reader;
        }
    }

    private static JsonNode sameNumbers(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal value = node.decimalValue();
            return DecimalNode.valueOf(value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros());
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(sameNumbers(element)));
            return array;
        }
        if (node.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> object.set(field.getKey(), sameNumbers(field.getValue())));
            return object;
        }
        return node;
    }

    private static byte[] encode(Schema schema, Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    /** @return 1 if both took it, else 0 */
    private static int compare(Pair pair, byte[] bytes, Pattern refused, String what) throws Exception {
        JsonNode ours;
        try {
            ours = pair.ours(bytes);
        } catch (BadRecordException e) {
            if (!refused.matcher(e.getMessage()).matches()
                    && !OTHER_MEANING.matcher(e.getMessage()).matches()) {
                JsonNode theirs;
                try {
                    theirs = pair.theirs(bytes);
                } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError expected) {
                    return 0;
                }
                if (e.getMessage().endsWith("is not UTF-8 text")
                        && theirs.toString().contains("\uFFFD")) {
                    // Bytes that are read as a string: Avro's reader puts a sign in place of what is none.
                    return 0;
                }
                fail(what + " is refused with '" + e.getMessage() + "' but is " + theirs);
            }
            return 0;
        }
        JsonNode theirs;
        try {
            theirs = pair.theirs(bytes);
        } catch (IOException | RuntimeException e) {
            if (String.valueOf(e.getMessage()).startsWith("Collection claims")) {
                // Avro 1.12 reckons with the reader's double where the writer's int of one byte is.
                return 0;
            }
            return fail(what + " is taken as " + ours + " but is " + e);
        }
        assertThat(ours).as(what).isEqualTo(theirs);
        return 1;
    }

    @Test
    void valuesAreReadAsAvrosOwnReaderReadsThem() throws Exception {
        int taken = 0;
        for (int seed = 0; seed < SCHEMAS; seed++) {
            Random random = new Random(seed);
            RandomSchemas schemas = new RandomSchemas(random);
            Schema writer = schemas.record(3);
            Pair pair = new Pair(writer, random.nextInt(4) == 0 ? writer : schemas.reader(writer));
            for (int i = 0; i < VALUES; i++) {
                byte[] bytes = encode(writer, new RandomValues(random).of(writer));
                taken += compare(pair, bytes, OTHER_MEANING, "seed " + seed + ": " + pair);
            }
        }
        assertThat(taken).as("values that both take").isGreaterThan(SCHEMAS * VALUES / 3);
    }

    @Test
    void damagedValuesAreReadAsAvrosOwnReaderReadsThemOrRefused() throws Exception {
        int taken = 0;
        for (int seed = 0; seed < SCHEMAS; seed++) {
            Random random = new Random(1_000_000 + seed);
            RandomSchemas schemas = new RandomSchemas(random);
            Schema writer = schemas.record(3);
            Pair pair = new Pair(writer, random.nextBoolean() ? writer : schemas.reader(writer));
            for (int i = 0; i < VALUES; i++) {
                byte[] bytes = encode(writer, new RandomValues(random).of(writer));
                for (int j = 0; j < DAMAGED; j++) {
                    byte[] damaged = damaged(random, bytes);
                    taken += compare(
                            pair, damaged, STRICTER, "seed " + seed + ": " + Arrays.toString(damaged) + " " + pair);
                }
            }
        }
        assertThat(taken).as("values that both take").isGreaterThan(SCHEMAS * VALUES);
    }

    private static byte[] damaged(Random random, byte[] bytes) {
        byte[] damaged = bytes.clone();
        for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(5)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt();
                case 2 -> damaged = Arrays.copyOf(damaged, at);
                case 3 -> {
                    byte[] longer = new byte[damaged.length + 1];
                    System.arraycopy(damaged, 0, longer, 0, at);
                    longer[at] = (byte) random.nextInt();
                    System.arraycopy(damaged, at, longer, at + 1, damaged.length - at);
                    damaged = longer;
                }
                default -> Arrays.fill(damaged, at, Math.min(damaged.length, at + 1 + random.nextInt(9)), (byte) 0xff);
            }
        }
        return damaged;
    }
}
