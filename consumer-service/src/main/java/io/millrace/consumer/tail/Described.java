package io.millrace.consumer.tail;

import io.millrace.formats.FormatAids;
import io.millrace.formats.JsonTexts;
import io.millrace.formats.Values;
import io.millrace.formats.registry.SchemaRegistry;
import io.millrace.formats.value.ValueSettings;
import java.util.List;
import java.util.Optional;

/**
 * Values that are described by schemas.
 *
 * @param kinds what values may be, the first that fits
 * @param settings what is said of them
 * @param registry that knows the schemas of frames; empty if users name none
 */
public record Described(List<Values> kinds, ValueSettings settings, Optional<SchemaRegistry> registry) {
    public Described {
        kinds = List.copyOf(kinds);
    }

    /** Everything that is wrong with this, one sentence each. */
    public List<String> problems(String topic) {
        return kinds.stream()
                .flatMap(kind -> JsonTexts.problems(kind, settings, topic, aids()).stream())
                .toList();
    }

    List<JsonTexts> texts(String topic) {
        return kinds.stream()
                .map(kind -> new JsonTexts(kind, settings, topic, aids()))
                .toList();
    }

    /** Each kind finds frames for itself: what one takes for a frame may be none to another. */
    private FormatAids aids() {
        return FormatAids.unheard(registry);
    }
}
