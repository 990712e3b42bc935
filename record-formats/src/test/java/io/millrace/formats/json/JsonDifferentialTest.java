package io.millrace.formats.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.formats.row.TreeBuilder;
import io.millrace.record.BadRecordException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The decoder against Jackson, over documents that a seed makes up and then damages. */
class JsonDifferentialTest {
    private static final ObjectMapper JACKSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int DOCUMENTS = Integer.getInteger("json.documents", 8_000);

    private final TreeBuilder tree = new TreeBuilder();
    private final Leaf text = leaf("text", LeafType.STRING);
    private final Leaf number = leaf("number", LeafType.DOUBLE);
    private final Leaf whole = leaf("whole", LeafType.LONG);
    private final Leaf flag = leaf("flag", LeafType.BOOLEAN);
    private final Row row;
    private final JsonDecoder decoder;

    JsonDifferentialTest() {
        List<TreeBuilder.Member> members = new ArrayList<>();
        for (Leaf leaf : tree.leaves()) {
            members.add(new TreeBuilder.Member(leaf, Absence.NULL));
        }
        var root = tree.group(tree.root(), members);
        row = new Row(tree.leaves());
        decoder = new JsonDecoder(root, row);
    }

    private Leaf leaf(String name, LeafType type) {
        return tree.leaf(tree.root().child(name, true), type);
    }

    @Test
    void documentsThatASeedMakesUpAreReadAsJacksonReadsThem() throws Exception {
        Random random = new Random(20261121);
        int good = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            JsonNode node = document(random);
            String json = i % 2 == 0 ? JACKSON.writeValueAsString(node) : node.toPrettyString();
            good += compare(json.getBytes(StandardCharsets.UTF_8), json) ? 1 : 0;
        }
        assertThat(good).isGreaterThan(DOCUMENTS / 2);
    }

    @Test
    void documentsWithADamagedByteAreAcceptedOnlyIfJacksonAcceptsThem() throws Exception {
        Random random = new Random(4711);
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] json = JACKSON.writeValueAsBytes(document(random));
            int at = random.nextInt(json.length);
            byte[] alphabet = "{}[]\",:0123456789.eE+-\\tfnu \n\u00e9".getBytes(StandardCharsets.UTF_8);
            json[at] = random.nextInt(4) == 0 ? (byte) random.nextInt(256) : alphabet[random.nextInt(alphabet.length)];
            compare(json, new String(json, StandardCharsets.ISO_8859_1));
        }
    }

    /** Returns whether both accept it. */
    private boolean compare(byte[] json, String shown) {
        boolean accepted;
        row.reset(json, json.length);
        try {
            decoder.decode(json, 0, json.length);
            accepted = true;
        } catch (BadRecordException e) {
            accepted = false;
        }
        JsonNode expected;
        try {
            expected = jackson(JACKSON, json);
        } catch (NumberFormatException e) {
            // An exponent beyond all of Jackson's own: nothing to compare with.
            return false;
        }
        if (expected == null && accepted && jackson(LENIENT, json) != null) {
            // A name twice in a part that no column wants, which is let pass.
            return false;
        }
        if (expected == null) {
            assertThat(accepted).as("Jackson refuses %s", shown).isFalse();
            return false;
        }
        boolean fits = expected.isObject()
                && isNullOr(expected.get("text"), JsonNode::isTextual)
                && isNullOr(expected.get("flag"), JsonNode::isBoolean)
                && isNullOr(expected.get("number"), n -> n.isNumber() && Double.isFinite(n.doubleValue()))
                && isNullOr(expected.get("whole"), JsonDifferentialTest::isLong)
                && !hasLoneSurrogate(expected.get("text"));
        assertThat(accepted).as("whether %s fits", shown).isEqualTo(fits);
        if (fits) {
            assertThat(value(text))
                    .as("text of %s", shown)
                    .isEqualTo(orNull(expected.get("text"), JsonNode::textValue));
            assertThat(value(flag))
                    .as("flag of %s", shown)
                    .isEqualTo(orNull(expected.get("flag"), JsonNode::booleanValue));
            assertThat(value(number))
                    .as("number of %s", shown)
                    .isEqualTo(orNull(expected.get("number"), n -> Double.parseDouble(n.asText())));
            assertThat(value(whole))
                    .as("whole of %s", shown)
                    .isEqualTo(
                            orNull(expected.get("whole"), n -> n.decimalValue().longValueExact()));
        }
        return fits;
    }

    private static JsonNode jackson(ObjectMapper mapper, byte[] json) {
        // Jackson guesses UTF-16 and UTF-32 from the first bytes, which Kafka's JSON never is.
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
            JsonNode node = mapper.readTree(decoded);
            return node.isMissingNode() ? null : node;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isNullOr(JsonNode node, Predicate<JsonNode> test) {
        return node == null || node.isNull() || test.test(node);
    }

    private static Object orNull(JsonNode node, Function<JsonNode, Object> map) {
        return node == null || node.isNull() ? null : map.apply(node);
    }

    private static boolean isLong(JsonNode node) {
        try {
            node.decimalValue().longValueExact();
            return node.isNumber();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static boolean hasLoneSurrogate(JsonNode node) {
        return node != null
                && node.isTextual()
                && !StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue());
    }

    private Object value(Leaf leaf) {
        StagedColumn column = row.column(leaf.index());
        if (column.definitions[0] == 0) {
            return null;
        }
        if (leaf.type() == LeafType.STRING) {
            return new String(
                    row.array(column.offsets[0]),
                    Row.offset(column.offsets[0]),
                    column.lengths[0],
                    StandardCharsets.UTF_8);
        }
        long bits = column.numbers[0];
        return switch (leaf.type()) {
            case DOUBLE -> Double.longBitsToDouble(bits);
            case BOOLEAN -> bits == 1;
            default -> bits;
        };
    }

    private static JsonNode document(Random random) {
        ObjectNode node = JACKSON.createObjectNode();
        List<String> names =
                new ArrayList<>(List.of("text", "number", "whole", "flag", "other", "t\u00e4xt", "tex", "a\"b"));
        Collections.shuffle(names, random);
        for (String name : names.subList(0, random.nextInt(names.size() + 1))) {
            switch (random.nextInt(12)) {
                case 0 -> node.putNull(name);
                case 1 -> node.set(name, nested(random, 0));
                default -> node.set(name, usual(name, random));
            }
        }
        return node;
    }

    private static JsonNode usual(String name, Random random) {
        var factory = JACKSON.getNodeFactory();
        return switch (name) {
            case "text" -> factory.textNode(text(random));
            case "flag" -> factory.booleanNode(random.nextBoolean());
            case "whole" -> factory.numberNode(random.nextLong() >> random.nextInt(64));
            case "number" -> number(random);
            default -> nested(random, 0);
        };
    }

    private static JsonNode number(Random random) {
        var factory = JACKSON.getNodeFactory();
        return switch (random.nextInt(5)) {
            case 0 -> factory.numberNode(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
            case 1 -> factory.numberNode(random.nextInt(10_000) / 100.0);
            case 2 -> factory.numberNode(random.nextGaussian());
            case 3 -> factory.numberNode(new BigDecimal(new BigInteger(90, random), random.nextInt(60) - 20));
            default -> factory.numberNode(random.nextInt());
        };
    }

    private static String text(Random random) {
        StringBuilder all = new StringBuilder();
        int length = random.nextInt(30);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(12)) {
                case 0 -> all.append('"');
                case 1 -> all.append('\\');
                case 2 -> all.append((char) random.nextInt(0x20));
                case 3 -> all.appendCodePoint(0x80 + random.nextInt(0x700));
                case 4 -> all.appendCodePoint(0x1f600 + random.nextInt(50));
                case 5 -> all.append('\u20ac');
                default -> all.append((char) ('a' + random.nextInt(26)));
            }
        }
        return all.toString();
    }

    private static JsonNode nested(Random random, int depth) {
        var factory = JACKSON.getNodeFactory();
        int kind = random.nextInt(depth > 4 ? 4 : 6);
        switch (kind) {
            case 0:
                return factory.textNode(text(random));
            case 1:
                return number(random);
            case 2:
                return factory.booleanNode(random.nextBoolean());
            case 3:
                return factory.nullNode();
            case 4:
                var array = factory.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(nested(random, depth + 1));
                }
                return array;
            default:
                var object = factory.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set("k" + i, nested(random, depth + 1));
                }
                return object;
        }
    }
}
