package io.millrace.sink.cli;

import io.millrace.formats.FormatSettings;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.layout.FileNameTemplate;
import io.millrace.formats.layout.PathForm;
import io.millrace.runtime.cli.Problems;
import io.millrace.sink.cli.SinkSettings.TopicSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for files that would have one path. Once the second one's commit record is published it can neither be put in place
 * nor be taken back, so that no start would go on: what could come to that is refused before anything is written.
 */
final class SharedPaths {
    private SharedPaths() {}

    /** Topics of one process whose files could meet. Settings must have no problems of their own. */
    static void checkTopics(Map<String, TopicSettings> topics, Problems problems) {
        Map<String, PathForm> forms = new LinkedHashMap<>();
        topics.forEach((topic, settings) -> forms.put(topic, TopicFormats.paths(settings.format(), topic)));
        List<String> names = new ArrayList<>(forms.keySet());
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                if (forms.get(names.get(i)).mayMeet(forms.get(names.get(j)))) {
                    problems.add(
                            sentence(topics.get(names.get(i)).format()) + ": files of topics " + names.get(i) + " and "
                                    + names.get(j) + " could have one name, must have {topic} in the one or the other");
                    return;
                }
            }
        }
    }

    /** Partitions of a topic whose files could meet. */
    static void checkPartitions(String topic, FormatSettings settings, long partitions, Problems problems) {
        if (partitions > 1 && !TopicFormats.paths(settings, topic).tellsPartitions()) {
            problems.add(sentence(settings) + ": topic " + topic + " has " + partitions
                    + " partitions, whose files could have one name, must have {partition} in the one or the other,"
                    + " apart from other digits");
        }
    }

    /** Topics that others have stored below the same root, with names of the same form. */
    static void checkRoot(String root, Set<String> stored, Map<String, TopicSettings> topics, Problems problems) {
        topics.forEach((topic, settings) -> {
            PathForm form = TopicFormats.paths(settings.format(), topic);
            stored.stream()
                    .filter(other -> !topics.containsKey(other))
                    .filter(other -> form.mayMeet(TopicFormats.paths(settings.format(), other)))
                    .findFirst()
                    .ifPresent(other -> problems.add(sentence(settings.format()) + ": root " + root + " has files of"
                            + " topic " + other + " already, whose names files of topic " + topic
                            + " could have too, must have {topic} in the one or the other, or another --root"));
        });
    }

    private static String sentence(FormatSettings settings) {
        return "--file-name is '" + settings.fileName().orElse(FileNameTemplate.DEFAULT) + "' and --layout is '"
                + settings.folders().layout() + "'";
    }
}
