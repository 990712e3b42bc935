package io.millrace.sink.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HdfsConnectionTest {
    @Test
    void secretsAmongHadoopsSettingsAreNotPrinted() {
        HdfsConnection connection = new HdfsConnection(
                "hdfs://host/x",
                Optional.empty(),
                Map.of("dfs.web.authentication.secret", "hunter2", "dfs.replication", "2"),
                Optional.empty(),
                Optional.empty());
        assertThat(connection.toString())
                .contains("dfs.replication=2", "dfs.web.authentication.secret=***")
                .doesNotContain("hunter2");
    }
}
