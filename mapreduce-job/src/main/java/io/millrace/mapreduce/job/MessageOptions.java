package io.millrace.mapreduce.job;

import io.millrace.mapreduce.message.Template;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** The options that say what is told of messages. */
final class MessageOptions {
    @Option(
            names = "--top-messages",
            defaultValue = "${env:LEVELS_TOP_MESSAGES:-0}",
            paramLabel = "N",
            description =
                    "List the N most frequent messages per level in OUTPUT/messages, and all of them in OUTPUT/templates, with"
                            + " first and last time and an example; numbers and ids are masked as #, other variables as"
                            + " <*>. Environment: LEVELS_TOP_MESSAGES. Default: 0 (none)")
    private int top;

    @Option(
            names = "--compare",
            defaultValue = "${env:LEVELS_COMPARE}",
            paramLabel = "OLD_RESULT",
            description =
                    "Tell which messages are new since another result that was made with --top-messages or --compare,"
                            + " which are gone, and which are far more or less frequent, in OUTPUT/changes. Environment:"
                            + " LEVELS_COMPARE. Default: none")
    private String compare;

    /** How many of the most frequent messages per level are listed. */
    int top() {
        return top;
    }

    /**
     * The result to compare with, as any task finds it.
     *
     * @throws IllegalArgumentException if it holds no messages
     */
    Optional<Path> compare(Configuration configuration) throws IOException {
        if (compare == null || compare.isBlank()) {
            return Optional.empty();
        }
        Path given = new Path(compare.strip());
        FileSystem fs = given.getFileSystem(configuration);
        Path old = fs.makeQualified(given);
        if (!fs.exists(old) || new JobOutput(configuration, old).basis().isEmpty()) {
            throw wrong("be the result of a run of levels with --top-messages or --compare");
        }
        return Optional.of(old);
    }

    /**
     * Looks, before anything runs, whether the result to compare with can be compared with one of these settings. Returns what found no
     * room among its templates.
     *
     * @throws IllegalArgumentException if it was made in another way or cannot be read
     */
    List<Template> requireComparable(Configuration configuration, LevelsSettings settings) throws IOException {
        if (settings.compare().isEmpty()) {
            return List.of();
        }
        JobOutput old = new JobOutput(configuration, new Path(settings.compare().get()));
        Optional<String> asked =
                old.basis().flatMap(before -> MessageBasis.of(settings).asksOf(before));
        if (asked.isPresent()) {
            throw wrong(asked.get());
        }
        try {
            return old.templates().stream().filter(Template::isRest).toList();
        } catch (IllegalArgumentException e) {
            throw wrong("hold templates as levels writes them; " + e.getMessage());
        }
    }

    private IllegalArgumentException wrong(String must) {
        return new IllegalArgumentException("--compare is '" + compare + "', must " + must);
    }
}
