package io.millrace.sources.replay;

import io.millrace.runtime.cli.Problems;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a recorded file's rows become records; read from a properties file.
 *
 * @param input csv or jsonl
 * @param names names of the CSV's columns, where its header does not fit; empty to use the header
 * @param skipLines lines of the CSV before the data, when {@code names} is given
 * @param separator between the CSV's fields
 * @param missing texts that stand for no value
 * @param time column with the row's time
 * @param timeFormat pattern of {@code java.time.format.DateTimeFormatter}; empty for ISO-8601
 * @param zone of times that name none
 * @param name station or device, see {@link Source}
 * @param measures what each row measures; one for weather reports, one or more for sensor readings
 * @param record weather-report or sensor-reading
 */
record Mapping(
        Input input,
        List<String> names,
        int skipLines,
        char separator,
        Set<String> missing,
        String time,
        Optional<String> timeFormat,
        ZoneId zone,
        Source name,
        List<Measure> measures,
        Kind record) {
    /** What the file is. */
    enum Input {
        CSV,
        JSONL
    }

    /** What a row becomes. */
    enum Kind {
        WEATHER_REPORT,
        SENSOR_READING
    }

    /** A value that comes from a column, or is the same for all rows. */
    record Source(Optional<String> column, String constant) {}

    /**
     * One measurement of a row.
     *
     * @param type type of the sensor reading; unused for weather reports
     * @param unit unit of the sensor reading; unused for weather reports
     */
    record Measure(String type, String column, String unit, Conversion conversion) {}

    /** From the file's unit into the record's. */
    enum Conversion {
        NONE,
        FAHRENHEIT_TO_CELSIUS,
        INCHES_TO_MILLIMETRES,
        MILES_PER_HOUR_TO_METRES_PER_SECOND;

        double apply(double value) {
            return switch (this) {
                case NONE -> value;
                // In decimals: 52.7 °F is 11.5 °C, and not 11.500000000000002.
                case FAHRENHEIT_TO_CELSIUS ->
                    decimal(value)
                            .subtract(BigDecimal.valueOf(32))
                            .multiply(BigDecimal.valueOf(5))
                            .divide(BigDecimal.valueOf(9), MathContext.DECIMAL64)
                            .doubleValue();
                case INCHES_TO_MILLIMETRES ->
                    decimal(value).multiply(new BigDecimal("25.4")).doubleValue();
                case MILES_PER_HOUR_TO_METRES_PER_SECOND ->
                    decimal(value).multiply(new BigDecimal("0.44704")).doubleValue();
            };
        }

        /** The number as it is written; what is no finite number is a {@link NumberFormatException}. */
        private static BigDecimal decimal(double value) {
            return BigDecimal.valueOf(value);
        }
    }

    Mapping {
        names = List.copyOf(names);
        missing = Set.copyOf(missing);
        measures = List.copyOf(measures);
    }

    /** The columns that it names, by the keys that name them. */
    Map<String, String> columns() {
        Map<String, String> columns = new TreeMap<>();
        columns.put("time.column", time);
        name.column()
                .ifPresent(column ->
                        columns.put(record == Kind.SENSOR_READING ? "device.column" : "station.column", column));
        for (Measure measure : measures) {
            columns.put(
                    record == Kind.SENSOR_READING ? "reading." + measure.type() + ".column" : "degrees.column",
                    measure.column());
        }
        return columns;
    }

    /**
     * Reads and checks the file.
     *
     * @throws io.millrace.runtime.cli.SettingsException with all that is wrong with it
     */
    static Mapping read(Path file) {
        Properties properties = new Properties();
        Problems problems = new Problems();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("--mapping is '" + file + "', must be a readable properties file");
            problems.throwIfAny();
        }
        return new MappingReader(properties, problems).mapping();
    }

    /** Takes the properties one by one, so that what is left over is unknown. */
    private static final class MappingReader {
        private final Map<String, String> left = new TreeMap<>();
        private final Problems problems;

        MappingReader(Properties properties, Problems problems) {
            properties
                    .stringPropertyNames()
                    .forEach(name -> left.put(name, properties.getProperty(name).strip()));
            this.problems = problems;
        }

        Mapping mapping() {
            Input input = choice("input", "csv", Input.class);
            Kind record = choice("record", null, Kind.class);
            List<String> names = list(take("csv.names", ""));
            int skipLines = number("csv.skip-lines", names.isEmpty() ? 0 : 1);
            String separator = take("csv.separator", ",");
            problems.require(separator.length() == 1, "csv.separator", separator, "must be one character");
            Set<String> missing = new TreeSet<>(list(take("missing", "")));
            String time = required("time.column");
            Optional<String> format = Optional.ofNullable(take("time.format", null));
            ZoneId zone = zone(take("time.zone", "UTC"));
            String subject = record == Kind.SENSOR_READING ? "device" : "station";
            String column = take(subject + ".column", null);
            String constant = take(subject + ".name", null);
            if ((column == null) == (constant == null)) {
                problems.add("mapping must have either " + subject + ".column or " + subject + ".name");
            }
            List<Measure> measures = record == Kind.SENSOR_READING ? readings() : List.of(degrees());
            left.keySet().forEach(name -> problems.add("mapping key '" + name + "' is unknown"));
            problems.throwIfAny();
            return new Mapping(
                    input,
                    names,
                    skipLines,
                    separator.charAt(0),
                    missing,
                    time,
                    format,
                    zone,
                    new Source(Optional.ofNullable(column), constant),
                    measures,
                    record);
        }

        private Measure degrees() {
            return new Measure("", required("degrees.column"), "°C", conversion("degrees"));
        }

        private List<Measure> readings() {
            Set<String> types = new TreeSet<>();
            for (String name : left.keySet()) {
                if (name.startsWith("reading.") && name.endsWith(".column")) {
                    types.add(name.substring("reading.".length(), name.length() - ".column".length()));
                }
            }
            problems.require(!types.isEmpty(), "mapping", "without reading", "must have a reading.TYPE.column");
            List<Measure> measures = new ArrayList<>();
            for (String type : types) {
                String prefix = "reading." + type;
                measures.add(new Measure(
                        type, required(prefix + ".column"), take(prefix + ".unit", ""), conversion(prefix)));
            }
            return measures;
        }

        private Conversion conversion(String prefix) {
            return choice(prefix + ".convert", "none", Conversion.class);
        }

        private ZoneId zone(String text) {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException e) {
                problems.add("time.zone is '" + text + "', must be a time zone such as UTC or Europe/Berlin");
                return ZoneId.of("UTC");
            }
        }

        private String take(String name, String otherwise) {
            String value = left.remove(name);
            return value == null ? otherwise : value;
        }

        private String required(String name) {
            String value = take(name, null);
            if (value == null) {
                problems.add("mapping has no '" + name + "', must have it");
            }
            return value;
        }

        private int number(String name, int otherwise) {
            String value = take(name, String.valueOf(otherwise));
            problems.require(value.matches("\\d{1,6}"), name, value, "must be a whole number");
            return value.matches("\\d{1,6}") ? Integer.parseInt(value) : otherwise;
        }

        private <E extends Enum<E>> E choice(String name, String otherwise, Class<E> type) {
            String value = take(name, otherwise);
            for (E constant : type.getEnumConstants()) {
                if (word(constant).equals(value)) {
                    return constant;
                }
            }
            problems.add("mapping's " + name + " is '" + value + "', must be one of "
                    + String.join(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                    .map(MappingReader::word)
                                    .toList()));
            return type.getEnumConstants()[0];
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        private static List<String> list(String text) {
            return Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList();
        }
    }
}
