package io.millrace.mapreduce.job;

import io.millrace.mapreduce.message.Change;
import io.millrace.mapreduce.message.Template;
import io.millrace.mapreduce.time.Bursts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a level job has written, read once for all who show it.
 *
 * @param counts records by level, or by label and level with a tab between them
 * @param bursts the bursts in the order of time
 * @param untimed records without a time, by level
 * @param messages the most frequent messages of each level
 * @param changes what became of messages since another result, if there is one
 * @param rest what found no room among the templates, of this result and of the one that it is compared with
 * @param unknownForms the forms in which no level was found, those with the most records first
 * @param skipped the files left out, with reasons
 */
record LevelsResult(
        Map<String, Long> counts,
        List<Bursts.Burst> bursts,
        Map<String, Long> untimed,
        List<Template> messages,
        Optional<List<Change>> changes,
        List<Template> rest,
        List<UnknownForms.Form> unknownForms,
        List<String> skipped) {
    LevelsResult {
        counts = Map.copyOf(counts);
        bursts = List.copyOf(bursts);
        untimed = Map.copyOf(untimed);
        messages = List.copyOf(messages);
        changes = changes.map(List::copyOf);
        rest = List.copyOf(rest);
        unknownForms = List.copyOf(unknownForms);
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads the result.
     *
     * @param restBefore what found no room among the templates of the result that it is compared with
     */
    static LevelsResult read(JobOutput output, LevelsSettings settings, List<Template> restBefore) throws IOException {
        List<Template> templates = output.templates();
        return new LevelsResult(
                output.counts(),
                output.bursts(),
                output.untimed(),
                TopMessages.of(templates, settings.topMessages()),
                settings.compare().isPresent() ? Optional.of(output.changes()) : Optional.empty(),
                Stream.concat(templates.stream().filter(Template::isRest), restBefore.stream())
                        .toList(),
                output.unknownForms(),
                output.skipped());
    }
}
