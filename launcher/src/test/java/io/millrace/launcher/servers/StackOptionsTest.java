package io.millrace.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.SettingsException;
import io.millrace.stack.FreePorts;
import io.millrace.stack.StackSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class StackOptionsTest {
    private static final Path FOLDER = Path.of("/data");

    private final List<String> told = new ArrayList<>();

    @Test
    void portsThatTheUserNamesWinOverThoseOfTheLastRun() {
        StackPorts last = new StackPorts(FreePorts.any(), FreePorts.any(), FreePorts.any(), FreePorts.any(), 0);
        StackSettings settings = settings(last, "--kafka-port=0", "--hdfs-web-port=1234");
        assertThat(settings.kafkaPort()).isZero();
        assertThat(settings.nameNodePort()).isEqualTo(last.hdfs());
        assertThat(settings.nameNodeWebPort()).isEqualTo(1234);
        assertThat(settings.databasePort()).isEqualTo(last.database());
        assertThat(told).isEmpty();
    }

    @Test
    void aPortOfTheLastRunThatIsTakenIsReplacedAndThatIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackPorts last = new StackPorts(0, taken.getLocalPort(), 0, 0, 0);
            assertThat(settings(last).nameNodePort()).isZero();
            assertThat(told)
                    .containsExactly(
                            "Port " + taken.getLocalPort() + " is in use by another program: HDFS takes another one.");
        }
    }

    @Test
    void aTakenPortThatTheUserNamedIsLeftForTheServerToRefuse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackSettings settings = settings(StackPorts.ANY, "--database-port=" + taken.getLocalPort());
            assertThat(settings.databasePort()).isEqualTo(taken.getLocalPort());
            assertThat(told).isEmpty();
        }
    }

    @Test
    void brokersAreFromOneToNine() {
        assertThat(settings(StackPorts.ANY).brokers()).isEqualTo(1);
        assertThat(settings(StackPorts.ANY, "--brokers=9").brokers()).isEqualTo(9);
        for (String wrong : new String[] {"0", "10", "-1"}) {
            assertThatThrownBy(() -> settings(StackPorts.ANY, "--brokers=" + wrong))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("--brokers is " + wrong + ", must be from 1 to 9");
        }
    }

    @Test
    void theFolderIsMadeAbsolute() {
        Sample sample = parsed("--data=a/../b");
        assertThat(sample.options.folder()).contains(Path.of("b").toAbsolutePath());
        assertThat(parsed().options.folder()).isEmpty();
    }

    @Test
    void thePageTakesThePortOfItsLastRunUnlessItIsNamedOrTaken() throws Exception {
        int free = FreePorts.any();
        StackPorts last = new StackPorts(0, 0, 0, 0, free);
        assertThat(parsed().web.choose(last, told::add)).isEqualTo(free);
        assertThat(parsed("--web-port=7").web.choose(last, told::add)).isEqualTo(7);
        assertThatThrownBy(() -> parsed("--web-port=65536").web.choose(last, told::add))
                .hasMessage("--web-port is 65536, must be from 0 to 65535");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackPorts gone = new StackPorts(0, 0, 0, 0, taken.getLocalPort());
            assertThat(parsed().web.choose(gone, told::add)).isZero();
            assertThat(told).hasSize(1).first().asString().contains("the web page takes another one");
        }
    }

    private StackSettings settings(StackPorts last, String... arguments) {
        StackOptions options = parsed(arguments).options;
        return options.settings(FOLDER, last, options.brokers(), told::add);
    }

    private static Sample parsed(String... arguments) {
        Sample sample = new Sample();
        new CommandLine(sample).parseArgs(arguments);
        return sample;
    }

    @Command
    private static final class Sample {
        @Mixin
        private StackOptions options = new StackOptions();

        @Mixin
        private WebPort web = new WebPort();
    }
}
