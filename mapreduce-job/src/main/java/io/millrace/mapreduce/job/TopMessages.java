package io.millrace.mapreduce.job;

import io.millrace.mapreduce.message.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The most frequent messages of each level. */
final class TopMessages {
    private TopMessages() {}

    /** At most so many of each level, out of templates in their order. */
    static List<Template> of(List<Template> templates, int most) {
        Map<String, Integer> taken = new HashMap<>();
        return templates.stream()
                .filter(template -> taken.merge(template.level(), 1, Integer::sum) <= most)
                .toList();
    }
}
