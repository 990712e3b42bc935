package io.millrace.mapreduce.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsualTimeTest {
    @Test
    void a_time_is_the_one_that_is_found_without_knowing_where_it_stands() {
        List<String> lines = List.of(
                "2024-05-01 10:30:00,123 INFO  x",
                "2024-05-01 10:30:59,123 INFO  x",
                "2024-05-01 10:30:59,123 UTC x",
                "2024-05-01 10:30:59,123 CEST x",
                "2024-05-01 10:30:59,123 +0200 x",
                "2024-05-01 10:30:58.123 [main] x",
                "2024-05-01T10:30:58.123 [main] x",
                "2024-05-01T10:30:58.123Z x",
                "2024-05-01 10:30:99,123 INFO x",
                "2024-05-01 10:31:00,123 INFO  x",
                "2024-05-99 10:31:00,123 INFO  x",
                "2024-05-99 10:31:07,123 INFO  x",
                "2024-05-01 10:31:01,123 INFO  x",
                "no time",
                "2024-05-01 10:31",
                "2024-05-01 10:31:02,123 x",
                "2024-13-01 10:31:02,123 x 2024-05-07 11:00:00");
        for (String line : lines) {
            byte[] bytes = (" " + line + " ").getBytes(StandardCharsets.US_ASCII);
            Moment moment = new Moment();
            Moment plain = new Moment();
            boolean found = UsualTime.find(bytes, 1, bytes.length - 1, moment);
            assertThat(found).as(line).isEqualTo(Times.find(bytes, 1, bytes.length - 1, plain));
            if (found) {
                assertThat(moment.second()).as(line).isEqualTo(plain.second());
            }
        }
    }
}
