package io.millrace.consumer.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The variables that an expression may name, with their types and the way to read each from the facts.
 *
 * @param <F> what the variables are read from
 */
final class Vocabulary<F> {

    /** One variable: how to read it, as its own type. */
    sealed interface Field<F> {
        CelType type();

        /** The value in the form in which the CEL runtime takes it. */
        Object boxed(F facts);
    }

    record Text<F>(Function<F, String> read) implements Field<F> {
        @Override
        public CelType type() {
            return SimpleType.STRING;
        }

        @Override
        public Object boxed(F facts) {
            return read.apply(facts);
        }
    }

    record Number<F>(ToDoubleFunction<F> read) implements Field<F> {
        @Override
        public CelType type() {
            return SimpleType.DOUBLE;
        }

        @Override
        public Object boxed(F facts) {
            return read.applyAsDouble(facts);
        }
    }

    record Count<F>(ToLongFunction<F> read) implements Field<F> {
        @Override
        public CelType type() {
            return SimpleType.INT;
        }

        @Override
        public Object boxed(F facts) {
            return read.applyAsLong(facts);
        }
    }

    record Flag<F>(Predicate<F> read) implements Field<F> {
        @Override
        public CelType type() {
            return SimpleType.BOOL;
        }

        @Override
        public Object boxed(F facts) {
            return read.test(facts);
        }
    }

    /** A value whose type only the message tells. */
    record Any<F>(Function<F, Object> read) implements Field<F> {
        @Override
        public CelType type() {
            return SimpleType.DYN;
        }

        @Override
        public Object boxed(F facts) {
            return read.apply(facts);
        }
    }

    record Time<F>(ToLongFunction<F> readMillis) implements Field<F> {
        @Override
        public CelType type() {
            return SimpleType.TIMESTAMP;
        }

        @Override
        public Object boxed(F facts) {
            return Instant.ofEpochMilli(readMillis.applyAsLong(facts));
        }
    }

    /** What a rule may say about one sensor reading. */
    static final Vocabulary<Event> READING = new Vocabulary<Event>("reading")
            .with("device_id", new Text<>(Event::key))
            .with("type", new Text<>(Event::type))
            .with("value", new Number<>(Event::value))
            .with("unit", new Text<>(Event::unit))
            .with("timestamp", new Time<>(Event::timeMillis))
            .with("anomaly", new Flag<>(Event::anomaly));

    /** What a rule may say about one weather report. */
    static final Vocabulary<Event> WEATHER = new Vocabulary<Event>("weather")
            .with("station_id", new Text<>(Event::key))
            .with("date", new Time<>(Event::timeMillis))
            .with("degrees", new Number<>(Event::value));

    /** What a rule may say about a closed window. */
    static final Vocabulary<WindowFacts> WINDOW = new Vocabulary<WindowFacts>("window")
            .with("key", new Text<>(WindowFacts::key))
            .with("start", new Time<>(WindowFacts::startMillis))
            .with("end", new Time<>(WindowFacts::endMillis))
            .with("count", new Count<>(WindowFacts::count))
            .with("sum", new Number<>(WindowFacts::sum))
            .with("average", new Number<>(WindowFacts::average))
            .with("min", new Number<>(WindowFacts::min))
            .with("max", new Number<>(WindowFacts::max))
            .with("first", new Number<>(WindowFacts::first))
            .with("last", new Number<>(WindowFacts::last))
            .with("change", new Number<>(WindowFacts::change))
            .with("rate", new Number<>(WindowFacts::ratePerMinute));

    /** What a rule may say about a key that fell silent. */
    static final Vocabulary<SilenceFacts> SILENCE = new Vocabulary<SilenceFacts>("silence")
            .with("key", new Text<>(SilenceFacts::key))
            .with("since", new Time<>(SilenceFacts::sinceMillis))
            .with("last", new Number<>(SilenceFacts::lastValue));

    /** What a filter may say about any message. */
    static final Vocabulary<MessageFacts> MESSAGE = new Vocabulary<MessageFacts>("message")
            .with("key", new Text<>(MessageFacts::key))
            .with("value", new Text<>(MessageFacts::value))
            .with("partition", new Count<>(MessageFacts::partition))
            .with("offset", new Count<>(MessageFacts::offset))
            .with("timestamp", new Time<>(MessageFacts::timestampMillis))
            .beside("json", new Any<>(facts -> facts.json().get()));

    private final String subject;
    private final Map<String, Field<F>> fields = new LinkedHashMap<>();
    private final Map<String, Field<F>> wholes = new LinkedHashMap<>();

    private Vocabulary(String subject) {
        this.subject = subject;
    }

    private Vocabulary<F> with(String field, Field<F> how) {
        fields.put(field, how);
        return this;
    }

    private Vocabulary<F> beside(String variable, Any<F> how) {
        wholes.put(variable, how);
        return this;
    }

    static Vocabulary<Event> of(RecordKind kind) {
        return kind == RecordKind.READING ? READING : WEATHER;
    }

    /** The word before the dot, such as {@code reading}. */
    String subject() {
        return subject;
    }

    /** Field names to fields, in the order in which they are worth listing to people. */
    Map<String, Field<F>> fields() {
        return fields;
    }

    /** Variables that stand by themselves, whose own fields are the message's to say. */
    Map<String, Field<F>> wholes() {
        return wholes;
    }

    /** All that an expression may name, for people. */
    String known() {
        return Stream.concat(
                        fields.keySet().stream().map(name -> subject + "." + name),
                        wholes.keySet().stream().map(name -> name + ".FIELD"))
                .collect(Collectors.joining(", "));
    }

    /** The field behind a full variable name such as {@code reading.value}. */
    Optional<Field<F>> field(String variable) {
        if (wholes.containsKey(variable)) {
            return Optional.of(wholes.get(variable));
        }
        int length = subject.length();
        return variable.length() > length && variable.charAt(length) == '.' && variable.startsWith(subject)
                ? Optional.ofNullable(fields.get(variable.substring(length + 1)))
                : Optional.empty();
    }
}
