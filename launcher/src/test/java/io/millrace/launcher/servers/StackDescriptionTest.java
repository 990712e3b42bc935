package io.millrace.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.screen.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StackDescriptionTest {
    private final StackFiles elsewhere = new StackFiles(Path.of("/a b"));
    private final StackFiles usual = new StackFiles(Home.find().upFolder());

    @Test
    void onlyAnUnusualFolderHasToBeNamed() {
        assertThat(StackDescription.dataOption(usual)).isEmpty();
        assertThat(StackDescription.dataVariable(usual)).isEmpty();
        assertThat(StackDescription.dataOption(elsewhere)).isEqualTo(" --data '/a b'");
        assertThat(StackDescription.dataVariable(elsewhere)).isEqualTo("MILLRACE_DATA='/a b' ");
    }

    @Test
    void peopleGetPagesToOpenAndLinesToPaste() {
        assertThat(described(URI.create("http://127.0.0.1:5/")))
                .contains("Web page   http://127.0.0.1:5/  (the console: flow, topics, files, alerts)\n")
                .contains("HDFS       hdfs://127.0.0.1:2\n           its page http://127.0.0.1:4/explorer.html\n")
                .contains("eval \"$(./millrace env --data '/a b')\"")
                .contains("export KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1\n", "export HADOOP_CONF_DIR='/a b/conf'\n");
    }

    @Test
    void aStackWithoutAPageNamesNone() {
        assertThat(described(null)).doesNotContain("Web page").contains("HDFS ");
    }

    @Test
    void thePasswordIsNeverShownOnlyItsFile() {
        assertThat(described(null))
                .contains("JDBC_PASSWORD_FILE='/a b/password'")
                .doesNotContain("JDBC_PASSWORD=");
    }

    @Test
    void brokersAreCounted() {
        assertThat(addresses("h:1", null).brokers()).isEqualTo(1);
        assertThat(addresses("h:1,h:2,h:3", null).brokers()).isEqualTo(3);
    }

    private String described(URI web) {
        StringWriter out = new StringWriter();
        StackDescription.print(addresses("127.0.0.1:1", web), elsewhere, Screen.on(new PrintWriter(out)));
        return out.toString();
    }

    private StackAddresses addresses(String kafka, URI web) {
        return new StackAddresses(
                kafka,
                URI.create("hdfs://127.0.0.1:2"),
                URI.create("http://127.0.0.1:4/"),
                "jdbc:h2:tcp://127.0.0.1:3/x",
                "millrace",
                "/a b/password",
                elsewhere.conf().toString(),
                web);
    }
}
