package io.millrace.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.count.LevelCounter;
import io.millrace.mapreduce.count.LevelCounts;
import io.millrace.mapreduce.level.FormatFinder;
import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.line.LineScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealLogsTest {
    @ParameterizedTest
    @ValueSource(strings = {"HDFS", "Hadoop", "Zookeeper", "Apache"})
    void a_real_log_gives_exactly_its_true_counts_with_either_line_end(String set) throws IOException {
        assertThat(whole(RealLogs.bytes(set)).byName(false)).isEqualTo(RealLogs.written(set));
        assertThat(whole(RealLogs.withLineFeeds(set)).byName(false)).isEqualTo(RealLogs.written(set));
        assertThat(whole(RealLogs.bytes(set)).byName(true)).isEqualTo(RealLogs.folded(List.of(set)));
    }

    /** Parts of one byte put a boundary at every byte of the file at once. */
    @ParameterizedTest
    @ValueSource(strings = {"HDFS", "Hadoop", "Zookeeper", "Apache"})
    void a_boundary_at_every_byte_changes_nothing(String set) throws IOException {
        byte[] file = RealLogs.bytes(set);
        assertThat(split(file, 1).byName(false)).isEqualTo(RealLogs.written(set));
        assertThat(split(RealLogs.withLineFeeds(set), 1).byName(false)).isEqualTo(RealLogs.written(set));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HDFS", "Hadoop", "Zookeeper", "Apache"})
    void parts_of_any_size_change_nothing(String set) throws IOException {
        byte[] file = RealLogs.bytes(set);
        Random random = new Random(6);
        for (int i = 0; i < 40; i++) {
            int size = 1 + random.nextInt(file.length);
            assertThat(split(file, size).byName(false))
                    .as("parts of %d bytes", size)
                    .isEqualTo(RealLogs.written(set));
        }
    }

    @Test
    void four_formats_in_one_file_are_told_apart_line_by_line() throws IOException {
        byte[] glued = new byte[0];
        for (String set : RealLogs.SETS) {
            byte[] file = RealLogs.withLineFeeds(set);
            int start = glued.length;
            glued = Arrays.copyOf(glued, start + file.length + 1);
            System.arraycopy(file, 0, glued, start, file.length);
            glued[glued.length - 1] = '\n';
        }
        assertThat(whole(glued).byName(true)).isEqualTo(RealLogs.folded(RealLogs.SETS));
    }

    private static LevelCounts whole(byte[] file) throws IOException {
        return split(file, file.length);
    }

    private static LevelCounts split(byte[] file, int size) throws IOException {
        LineFormat format = FormatFinder.any()
                .find(file, Math.min(file.length, FormatFinder.HEAD), file.length <= FormatFinder.HEAD);
        LevelCounts counts = new LevelCounts();
        LevelCounter counter = new LevelCounter(format, counts);
        LineScanner scanner = new LineScanner(16 * 1024);
        for (int start = 0; start < file.length; start += size) {
            int from = Math.max(0, start - 1);
            long end = start + size >= file.length ? Long.MAX_VALUE : start + size;
            scanner.scan(new ByteArrayInputStream(file, from, file.length - from), start, end, counter);
        }
        return counts;
    }
}
