package io.millrace.sink.cli;

import io.millrace.runtime.RunReport;
import io.millrace.sink.observe.SinkMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run has stored, for the log and for a file. */
final class SinkReport {
    private static final Logger LOG = LoggerFactory.getLogger(SinkReport.class);

    private SinkReport() {}

    /** @param millis how long the run took */
    static void tell(SinkMetrics metrics, SinkSettings settings, long millis, Optional<Path> report) {
        long records = 0;
        long files = 0;
        long deadLetters = 0;
        List<Map<String, Object>> partitions = new ArrayList<>();
        for (var entry : metrics.committed().entrySet()) {
            SinkMetrics.Committed committed = entry.getValue();
            records += committed.rows();
            files += committed.files();
            deadLetters += committed.deadLetters();
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("topic", entry.getKey().topic());
            line.put("partition", entry.getKey().partition());
            line.put("next_offset", committed.nextOffset());
            line.put("records", committed.rows());
            line.put("files", committed.files());
            line.put("bytes", committed.bytes());
            line.put("dead_letters", committed.deadLetters());
            line.put("skipped", committed.skipped());
            line.put("skipped_tombstones", committed.tombstones());
            partitions.add(line);
        }
        LOG.info("Sink ended: records={} files={} dead_letters={} ms={}", records, files, deadLetters, millis);
        if (report.isPresent()) {
            new RunReport()
                    .put("root", settings.hdfs().rootUri().toString())
                    .put("records", records)
                    .put("files", files)
                    .put("dead_letters", deadLetters)
                    .put("milliseconds", millis)
                    .put("storing_milliseconds", metrics.storingMillis())
                    .put("partitions", partitions)
                    .write(report.get());
        }
    }
}
