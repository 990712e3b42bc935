package io.millrace.sink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TableNamesTest {
    @Test
    void aTemplateWithATopicMakesATableOfEach() throws Exception {
        TableNames names = new TableNames("lake.{topic}");

        assertThat(names.of("iot-sensor.data")).isEqualTo("lake.iot_sensor_data");
        assertThat(names.of(new TreeSet<>(List.of("a", "b")))).containsExactly("lake.a", "lake.b");
    }

    @Test
    void aPlainNameIsTheTableOfAllTopics() throws Exception {
        TableNames names = new TableNames("lake.all");

        assertThat(names.of(new TreeSet<>(List.of("a", "b")))).containsExactly("lake.all");
        assertThat(names.of(new TreeSet<>())).isEmpty();
    }

    @Test
    void topicsThatWouldBecomeOneTableAreRefusedByName() {
        TableNames names = new TableNames("lake.{topic}");

        assertThatThrownBy(() -> names.of(new TreeSet<>(List.of("a-b", "a.b"))))
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("'a-b' and 'a.b' would both go into table 'lake.a_b'");
    }
}
