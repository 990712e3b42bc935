package io.millrace.sources.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.Optional;

/** One row of a recorded file, with the mapping's way of reading its fields. */
final class RecordedRow {
    private final Map<String, String> fields;
    private final Mapping mapping;

    /** A field that is there but cannot be used; the message says which and why. */
    static final class FieldException extends Exception {
        private static final long serialVersionUID = 1L;

        FieldException(String message) {
            super(message);
        }
    }

    RecordedRow(Map<String, String> fields, Mapping mapping) {
        this.fields = fields;
        this.mapping = mapping;
    }

    String name() throws FieldException {
        if (mapping.name().column().isEmpty()) {
            return mapping.name().constant();
        }
        return text(mapping.name().column().get())
                .orElseThrow(() -> new FieldException("field "
                        + mapping.name().column().get() + " is missing, must name where the row was measured"));
    }

    Instant time(DateTimeFormatter format) throws FieldException {
        String text = text(mapping.time())
                .orElseThrow(() -> new FieldException("field " + mapping.time() + " is missing, must be a time"));
        try {
            TemporalAccessor parsed =
                    format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof OffsetDateTime time) {
                return time.toInstant();
            }
            if (parsed instanceof LocalDateTime time) {
                return time.atZone(mapping.zone()).toInstant();
            }
            return ((LocalDate) parsed).atStartOfDay(mapping.zone()).toInstant();
        } catch (DateTimeException e) {
            throw new FieldException("field " + mapping.time() + " is '" + excerpt(text) + "', must be a time"
                    + mapping.timeFormat().map(pattern -> " like " + pattern).orElse(" in ISO-8601"));
        }
    }

    /** The measured value in the record's unit; empty if the row has none. */
    Optional<Double> value(Mapping.Measure measure) throws FieldException {
        Optional<String> text = text(measure.column());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            double value = measure.conversion().apply(Double.parseDouble(text.get()));
            if (Double.isFinite(value)) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is infinite.
            return refuse(measure, text.get());
        }
        return refuse(measure, text.get());
    }

    private static Optional<Double> refuse(Mapping.Measure measure, String text) throws FieldException {
        throw new FieldException("field " + measure.column() + " is '" + excerpt(text) + "', must be a finite number");
    }

    private Optional<String> text(String column) throws FieldException {
        if (!fields.containsKey(column)) {
            throw new FieldException("field " + column + " is not in the row, must be one of "
                    + excerpt(String.join(", ", fields.keySet())));
        }
        String text = fields.get(column);
        return text == null || text.isBlank() || mapping.missing().contains(text.strip())
                ? Optional.empty()
                : Optional.of(text.strip());
    }

    private static String excerpt(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
