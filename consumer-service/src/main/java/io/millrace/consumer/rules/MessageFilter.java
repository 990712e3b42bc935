package io.millrace.consumer.rules;

import java.util.Optional;
import java.util.regex.Pattern;

/** A filter over messages in the language of the rules: about {@code reading}, {@code weather} or {@code message}. */
public final class MessageFilter {

    private static final Pattern SPEAKS_OF_MESSAGES = Pattern.compile("\\bmessage\\s*\\.");
    private static final Pattern SPEAKS_OF_WEATHER = Pattern.compile("\\bweather\\s*\\.");

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
        if (SPEAKS_OF_MESSAGES.matcher(text).find()) {
            Condition<MessageFacts> condition =
                    new Expressions<>(Vocabulary.MESSAGE).condition(text).condition();
            return new MessageFilter(Optional.of(condition), Optional.empty(), RecordKind.READING);
        }
        RecordKind kind = SPEAKS_OF_WEATHER.matcher(text).find() ? RecordKind.WEATHER : RecordKind.READING;
        Condition<Event> condition =
                new Expressions<>(Vocabulary.of(kind)).condition(text).condition();
        return new MessageFilter(Optional.empty(), Optional.of(condition), kind);
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
