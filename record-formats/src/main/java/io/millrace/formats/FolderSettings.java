package io.millrace.formats;

import io.millrace.formats.layout.FolderTemplate;
import io.millrace.formats.layout.TemplateException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * In which folders the files of a topic are.
 *
 * @param layout {@code --layout}: template of folders, such as <code>dt={yyyy-MM-dd}/hour={HH}</code>; empty for none
 * @param eventTimeField {@code --event-time-field}: field that holds a record's event time; empty for the Kafka
 *     timestamp
 * @param zone {@code --layout-time-zone}: zone of the times in the layout
 */
public record FolderSettings(String layout, Optional<String> eventTimeField, ZoneId zone) {
    /** All files in one folder. */
    public static final FolderSettings NONE = of("");

    /** Folders by this template, times by the Kafka timestamp in UTC. */
    public static FolderSettings of(String layout) {
        return new FolderSettings(layout, Optional.empty(), ZoneOffset.UTC);
    }

    /**
     * What rows of one folder have in common, as far as it is the same in UTC.
     *
     * @param timeColumn column of the event time where no field of the value has it; empty if there is none
     */
    List<FolderTemplate.Common> common(Map<String, String> variables, Optional<String> timeColumn) {
        boolean utc = zone.getRules().isFixedOffset()
                && zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() == 0;
        try {
            return template("topic", variables, field -> true)
                    .common(utc ? eventTimeField.or(() -> timeColumn) : Optional.empty());
        } catch (TemplateException toldElsewhere) {
            return List.of();
        }
    }

    FolderTemplate template(String topic, Map<String, String> variables, Predicate<String> isField)
            throws TemplateException {
        return new FolderTemplate(layout, topic, zone, variables, isField);
    }
}
