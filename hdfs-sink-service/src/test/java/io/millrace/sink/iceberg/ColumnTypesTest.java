package io.millrace.sink.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.protocol.TableScenarios;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.Projector;
import io.millrace.sink.table.StoredLogs;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each type of column in a table: what Iceberg's reader makes of the values, and whether a filter finds them, which reads the
 * bounds that table and file name.
 */
class ColumnTypesTest {
    @TempDir
    Path folder;

    static Stream<Arguments> types() {
        return Stream.of(
                of("'boolean'", "true", true, true),
                of("'int'", "-5", -5, -5),
                of("'int'", "2147483647", Integer.MAX_VALUE, Integer.MAX_VALUE),
                of("'long'", "-9223372036854775808", Long.MIN_VALUE, Long.MIN_VALUE),
                of("'float'", "1.5", 1.5f, 1.5f),
                of("'double'", "-1e300", -1e300, -1e300),
                of(
                        "'string'",
                        "'a long text that is longer than sixteen'",
                        "a long text that is longer than sixteen",
                        null),
                of("'string'", "'\\uD83D\\uDE00'", "\uD83D\uDE00", "\uD83D\uDE00"),
                of("{'type':'enum','name':'E','symbols':['A','B']}", "'B'", "B", "B"),
                of("{'type':'int','logicalType':'date'}", "'1969-12-31'", LocalDate.parse("1969-12-31"), "1969-12-31"),
                of(
                        "{'type':'long','logicalType':'timestamp-millis'}",
                        "'1969-12-31T23:59:59.999Z'",
                        OffsetDateTime.parse("1969-12-31T23:59:59.999Z"),
                        "1969-12-31T23:59:59.999+00:00"),
                of(
                        "{'type':'long','logicalType':'timestamp-micros'}",
                        "'9999-12-31T23:59:59.999999Z'",
                        OffsetDateTime.parse("9999-12-31T23:59:59.999999Z"),
                        "9999-12-31T23:59:59.999999+00:00"),
                of(
                        "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}",
                        "-1234567.89",
                        new BigDecimal("-1234567.89"),
                        new BigDecimal("-1234567.89")),
                of(
                        "{'type':'bytes','logicalType':'decimal','precision':38,'scale':10}",
                        "9999999999999999999999999999.9999999999",
                        new BigDecimal("9999999999999999999999999999.9999999999"),
                        new BigDecimal("9999999999999999999999999999.9999999999")));
    }

    private static Arguments of(String type, String value, Object read, Object wanted) {
        return Arguments.of(type.replace('\'', '"'), value.replace('\'', '"'), read, wanted);
    }

    @ParameterizedTest
    @MethodSource("types")
    void aValueComesBackAndIsFound(String type, String json, Object read, Object wanted) throws Exception {
        LocalTables tables = stored(type, List.of("{\"v\":" + json + "}", "{}"));

        List<Record> rows = tables.rows();
        assertThat(rows).extracting(row -> row.getField("v")).containsExactly(read, null);
        if (wanted != null) {
            assertThat(tables.rows(Expressions.equal("v", wanted))).hasSize(1);
            assertThat(tables.rows(Expressions.notIn("v", wanted)))
                    .as("rows of other values")
                    .allMatch(row -> row.getField("v") == null);
        }
        assertThat(tables.rows(Expressions.isNull("v"))).hasSize(1);
    }

    @Test
    void listsMapsAndGroupsComeBack() throws Exception {
        String type =
                "{\"type\":\"record\",\"name\":\"G\",\"fields\":[{\"name\":\"l\",\"type\":{\"type\":\"array\",\"items\":"
                        + "[\"null\",\"string\"]}},{\"name\":\"m\",\"type\":{\"type\":\"map\",\"values\":\"long\"}}]}";
        LocalTables tables = stored(type, List.of("{\"v\":{\"l\":[\"a\",null],\"m\":{\"x\":1}}}"));

        Record group = (Record) tables.rows().get(0).getField("v");
        assertThat((List<?>) group.getField("l")).hasToString("[a, null]");
        assertThat(group.getField("m")).isEqualTo(Map.of("x", 1L));
    }

    /** Puts the values into a table with a column {@code v} of this type, or none. */
    private LocalTables stored(String type, List<String> values) throws Exception {
        Path schema = folder.resolve("v.avsc");
        Files.writeString(
                schema,
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"v\",\"type\":[\"null\"," + type + "]}]}");
        SimWorld world = TableScenarios.json(schema.toString(), values);
        world.storeEverything();
        LocalTables tables = new LocalTables(folder);
        tables.copy(world.disk);
        new Projector(
                        new StoredLogs(
                                SimStore.reliable(world.disk),
                                SimWorld.ROOT,
                                world.settings.segmentSize(),
                                topic -> true),
                        tables.table(),
                        Projector.MOST_FILES)
                .step();
        return tables;
    }
}
