package io.millrace.sink.cli;

import io.millrace.formats.FolderSettings;
import io.millrace.formats.layout.FolderTimes;
import io.millrace.formats.layout.TemplateException;
import io.millrace.runtime.cli.Problems;
import io.millrace.sink.cli.SinkSettings.TopicSettings;
import io.millrace.sink.done.MarkRules;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How folders say that they are done.
 *
 * @param name of the mark, with {@code {topic}} in it or not
 * @param lateness how long records may come late
 * @param interval between two looks
 */
record DoneSettings(String name, Duration lateness, Duration interval) {
    static final String TOPIC = "{topic}";
    /** Of a file on HDFS. */
    private static final int LONGEST = 255;

    /** Folders must be of a time, and a mark of one topic only. */
    void check(StoredTopics topics, Problems problems) {
        Map<String, String> shared = new TreeMap<>();
        topics.examples().forEach((topic, own) -> {
            String mark = mark(topic);
            problems.require(
                    mark.length() <= LONGEST,
                    "--done-mark-name",
                    name,
                    "must be a file's name for each topic: for " + topic + " it has " + mark.length()
                            + " characters, must have at most " + LONGEST);
            FolderSettings folders = own.format().folders();
            String marked;
            try {
                rules(topic, own);
                // What stands behind the time is below the folder that gets the mark.
                marked = FolderTimes.upToTime(folders.layout());
            } catch (TemplateException e) {
                problems.add("--done-marks needs folders of a time for topic " + topic + ": " + e.getMessage());
                return;
            }
            String other = shared.putIfAbsent(marked, topic);
            if (other != null && !marked.contains(TOPIC) && !name.contains(TOPIC)) {
                problems.add("--done-mark-name is '" + name + "' and --layout is '" + folders.layout() + "': topics "
                        + other + " and " + topic + " have their files in the same folders and would have one mark,"
                        + " must have {topic} in the mark's name, or in the layout before the end of its time");
            }
        });
    }

    /** @throws TemplateException if the topic's folders do not name times */
    MarkRules rules(String topic, TopicSettings settings) throws TemplateException {
        FolderSettings folders = settings.format().folders();
        return new MarkRules(new FolderTimes(folders.layout(), folders.zone()), lateness, mark(topic));
    }

    private String mark(String topic) {
        return name.replace(TOPIC, topic);
    }
}
