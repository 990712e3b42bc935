package io.millrace.sink.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.SettingsException;
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

    @Test
    void aKeytabThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> new HdfsConnection(
                        "hdfs://host/x", Optional.empty(), Map.of(), Optional.of("ann"), Optional.of("/no/ann.keytab")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--kerberos-keytab is '/no/ann.keytab', must be a file that can be read");
    }
}
