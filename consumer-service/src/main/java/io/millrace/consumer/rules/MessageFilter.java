package io.millrace.consumer.rules;

import java.util.Optional;
import java.util.Set;

/**
 * A filter over messages in the language of the rules: about {@code reading} or {@code weather}, or about any message as
 * {@code message} and its value's own fields as {@code json}.
 */
public final class MessageFilter {

    private final Optional<Condition<MessageFacts>> aboutMessage;
    private final Optional<Condition<Event>> aboutEvent;
    private final RecordKind kind;

    private MessageFilter(
            Optional<Condition<MessageFacts>> aboutMessage, Optional<Condition<Event>> aboutEvent, RecordKind kind) {
        this.aboutMessage = aboutMessage;
        this.aboutEvent = aboutEvent;
        this.kind = kind;
    }

    /**
     * Compiles a filter.
     *
     * @throws ExpressionException if it does not compile, with line and column
     */
    public static MessageFilter compile(String text) throws ExpressionException {
        Set<String> subjects = ExpressionChecker.subjects(text);
        boolean ofReadings = subjects.contains(RecordKind.READING.label());
        boolean ofWeather = subjects.contains(RecordKind.WEATHER.label());
        if (subjects.contains("message") || subjects.contains("json")) {
            Condition<MessageFacts> condition =
                    new Expressions<>(Vocabulary.MESSAGE).condition(text).condition();
            return new MessageFilter(Optional.of(condition), Optional.empty(), RecordKind.READING);
        }
        if (!subjects.isEmpty() && !ofReadings && !ofWeather) {
            throw unknown(subjects.iterator().next());
        }
        RecordKind kind = ofWeather ? RecordKind.WEATHER : RecordKind.READING;
        Condition<Event> condition =
                new Expressions<>(Vocabulary.of(kind)).condition(text).condition();
        return new MessageFilter(Optional.empty(), Optional.of(condition), kind);
    }

    /** Most likely a field of the user's own records. */
    private static ExpressionException unknown(String name) {
        return new ExpressionException(
                1,
                0,
                "unknown name '%s'; a field of a value in JSON is named json.%s; besides, a filter may use %s; or %s; or %s"
                        .formatted(
                                name,
                                name,
                                Vocabulary.MESSAGE.known(),
                                Vocabulary.READING.known(),
                                Vocabulary.WEATHER.known()));
    }

    /** Something that may hold an event; asked only if the filter needs it. */
    @FunctionalInterface
    public interface EventSource {
        /** The event; empty if the message holds none. */
        Optional<Event> event();
    }

    /** True if the message passes. A message that holds no such record, or on which the expression fails, does not. */
    public boolean passes(MessageFacts message, EventSource source) {
        try {
            if (aboutMessage.isPresent()) {
                return aboutMessage.get().holds(message);
            }
            Optional<Event> event = source.event().filter(found -> found.kind() == kind);
            return event.isPresent() && aboutEvent.orElseThrow().holds(event.get());
        } catch (EvaluationException e) {
            return false;
        }
    }
}
