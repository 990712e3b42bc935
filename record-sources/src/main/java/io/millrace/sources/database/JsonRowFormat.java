package io.millrace.sources.database;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A JSON object with the columns as fields; times without zone are UTC, bytes are Base64, durations are
 * {@code [-]HH:MM:SS[.ffffff]}.
 */
public final class JsonRowFormat implements RowFormat {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int NANOS_PER_MICRO = 1000;

    @Override
    public byte[] value(Row row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> column : row.columns().entrySet()) {
                json.writeFieldName(column.getKey());
                write(json, column.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory refused bytes", e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof List<?> elements) {
            json.writeStartArray();
            for (Object element : elements) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof JsonText document) {
            writeDocument(json, document.text());
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            writeNumber(json, number);
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString(text(value));
        }
    }

    private static void writeNumber(JsonGenerator json, Number value) throws IOException {
        if (value instanceof BigDecimal number) {
            json.writeNumber(number.toPlainString());
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else {
            json.writeNumber(value.longValue());
        }
    }

    /** A value that is neither number nor truth value, as text. */
    static String text(Object value) {
        if (value instanceof LocalDateTime time) {
            return (time.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MILLI == 0 ? MILLIS : MICROS).format(time);
        }
        if (value instanceof Instant time) {
            return text(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        }
        if (value instanceof LocalTime time) {
            return TIME.format(time);
        }
        if (value instanceof Duration duration) {
            return text(duration);
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static String text(Duration duration) {
        Duration length = duration.abs();
        String fraction = length.toNanosPart() == 0
                ? ""
                : String.format(Locale.ROOT, ".%06d", length.toNanosPart() / NANOS_PER_MICRO);
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d%s",
                duration.isNegative() ? "-" : "",
                length.toHours(),
                length.toMinutesPart(),
                length.toSecondsPart(),
                fraction);
    }

    /** The document itself, on one line; a text if it is not JSON, which MariaDB does not always require. */
    private static void writeDocument(JsonGenerator json, String text) throws IOException {
        StringWriter compact = new StringWriter(text.length());
        try (JsonParser parser = FACTORY.createParser(text);
                JsonGenerator copy = FACTORY.createGenerator(compact)) {
            parser.nextToken();
            copy.copyCurrentStructureExact(parser);
            if (parser.nextToken() != null) {
                json.writeString(text);
                return;
            }
        } catch (JacksonException e) {
            json.writeString(text);
            return;
        }
        json.writeRawValue(compact.toString());
    }
}
