package io.millrace.console.kafka;

import io.millrace.consumer.tail.ReadableValue;
import io.millrace.consumer.tail.TopicMessages;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Makes messages ready to be shown. */
final class Shown {
    /** Characters of a value in a list; a key and a header have a tenth of it. */
    static final int IN_LISTS = 16_384;

    private static final int MOST_HEADERS = 200;

    private Shown() {}

    static ShownMessage of(ConsumerRecord<byte[], byte[]> message, ReadableValue value, int characters) {
        List<ShownMessage.ShownHeader> headers = new ArrayList<>();
        for (Header header : message.headers()) {
            if (headers.size() < MOST_HEADERS) {
                headers.add(new ShownMessage.ShownHeader(
                        start(header.key(), characters / 10),
                        header.value() == null ? null : start(TopicMessages.header(header.value()), characters / 10)));
            }
        }
        boolean tombstone = message.value() == null;
        return new ShownMessage(
                message.topic(),
                message.partition(),
                message.offset(),
                message.timestamp(),
                message.key() == null ? null : start(TopicMessages.key(message), characters / 10),
                tombstone ? null : start(value.text(), characters),
                value.json() && !tombstone,
                message.key() == null ? -1 : message.key().length,
                tombstone ? -1 : message.value().length,
                !tombstone && value.text().length() > characters,
                value.problem(),
                headers);
    }

    /** Not through the middle of a character of two halves. */
    private static String start(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
        return text.substring(0, end);
    }
}
