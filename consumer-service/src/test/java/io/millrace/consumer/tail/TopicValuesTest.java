package io.millrace.consumer.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.Values;
import io.millrace.formats.registry.RegisteredSchema;
import io.millrace.formats.registry.SchemaRegistry;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.BadRecordException;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TopicValuesTest {
    private static final byte[] FRAMED = {0, 0, 0, 0, 7, 84, 2, 'x'};
    private static final byte[] UNKNOWN = {0, 0, 0, 0, 8, 84, 2, 'x'};

    private final Registry registry = new Registry();

    /** A registry that knows one schema. */
    private static final class Registry implements SchemaRegistry {
        private boolean away;

        @Override
        public RegisteredSchema byId(long id) throws BadRecordException, TryLaterException {
            if (away) {
                throw new TryLaterException("the registry is away", new IOException());
            }
            if (id != 7) {
                throw new BadRecordException("schema " + id + " is unknown");
            }
            return new RegisteredSchema("AVRO", """
                    {"type":"record","name":"R","fields":[{"name":"n","type":"int"},{"name":"s","type":"string"}]}
                    """, List.of());
        }

        @Override
        public RegisteredSchema byGuid(UUID guid) throws BadRecordException {
            throw new BadRecordException("schema " + guid + " is unknown");
        }

        @Override
        public RegisteredSchema byVersion(String subject, int version) throws BadRecordException {
            throw new BadRecordException(subject + " is unknown");
        }
    }

    private TopicValues values(Understanding format, Values... kinds) {
        Described described = new Described(List.of(kinds), ValueSettings.NONE, Optional.of(registry));
        assertThat(described.problems("t")).isEmpty();
        return new TopicValues(format, Optional.of(described), "t");
    }

    private static HeldRecord record(byte[] value) {
        return new HeldRecord(new PartitionId("t", 0), 1, 2, null, value, List.of());
    }

    private static HeldRecord record(String value) {
        return record(value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void framedValuesAreJson() throws Exception {
        assertThat(values(Understanding.DESCRIBED, Values.AVRO).read(record(FRAMED)))
                .isEqualTo(new ReadableValue("{\"n\":42,\"s\":\"x\"}", true));
    }

    @Test
    void whatIsNotThatIsShownAsBytesWithTheReason() throws Exception {
        TopicValues values = values(Understanding.DESCRIBED, Values.AVRO);
        assertThat(values.read(record(UNKNOWN)))
                .isEqualTo(new ReadableValue("0x0000000008540278", false, "schema 8 is unknown"));
        assertThat(values.read(record(FRAMED)).problem()).isEmpty();
        assertThat(values.read(record("text")).problem())
                .isEqualTo(
                        "value must begin with a zero byte and the id of a schema in 4 bytes, as --frame confluent says");
        assertThat(values.read(record((byte[]) null))).isEqualTo(new ReadableValue("null", true));
    }

    @Test
    void whereAnythingMayBeFramesAreTriedFirstAndNothingIsAProblem() throws Exception {
        TopicValues values = values(Understanding.AUTO, Values.AVRO, Values.JSON);
        assertThat(values.read(record("plain"))).isEqualTo(new ReadableValue("plain", false));
        assertThat(values.read(record("{ \"a\": 1 }")).json()).isTrue();
        assertThat(values.read(record(FRAMED))).isEqualTo(new ReadableValue("{\"n\":42,\"s\":\"x\"}", true));
        assertThat(values.read(record(UNKNOWN))).isEqualTo(new ReadableValue("0x0000000008540278", false));
        assertThat(values.read(record("plain"))).isEqualTo(new ReadableValue("plain", false));
    }

    @Test
    void withoutARegistryAFramedValueSaysHowItIsRead() throws Exception {
        TopicValues values = new TopicValues(Understanding.AUTO, Optional.empty(), "t");
        assertThat(values.read(record(FRAMED)))
                .isEqualTo(new ReadableValue(
                        "0x0000000007540278",
                        false,
                        "perhaps in the frame of a schema registry, schema 7: --registry reads it"));
        assertThat(values.read(record(new byte[] {1, 2, 3, 4, 5, 6, 7})).problem())
                .isEmpty();
        assertThat(new TopicValues(Understanding.HEX, Optional.empty(), "t")
                        .read(record(FRAMED))
                        .problem())
                .isEmpty();
    }

    @Test
    void aRegistryThatIsAwayIsNoFaultOfTheValue() {
        registry.away = true;
        TopicValues values = values(Understanding.DESCRIBED, Values.AVRO);
        assertThatThrownBy(() -> values.read(record(FRAMED)))
                .isInstanceOf(TryLaterException.class)
                .hasMessage("the registry is away");
    }
}
