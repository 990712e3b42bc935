package io.millrace.launcher.servers;

import io.millrace.console.Console;
import io.millrace.console.ConsoleSettings;
import io.millrace.console.alerts.RuleTexts;
import io.millrace.console.landed.HdfsPlace;
import io.millrace.console.services.AnnouncedServices;
import io.millrace.runtime.cli.Secrets;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.web.PageGuard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The console over a stack of this machine. */
public final class StackConsole {
    /** Somebody waits before the page. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private StackConsole() {}

    /**
     * Starts it in this process.
     *
     * @param files of the stack's data folder, in which the services announce themselves
     * @param port 0 for a free one
     */
    public static Console start(StackAddresses servers, StackFiles files, int port) {
        return Console.start(new ConsoleSettings(
                new KafkaSettings(servers.kafka(), Map.of()),
                Optional.empty(),
                Optional.of(HdfsPlace.at("/", files.conf().toFile(), servers.hdfsWeb() + "explorer.html")),
                Optional.of(new DatabaseSettings(
                        servers.database(),
                        servers.databaseUser(),
                        Secrets.read("database_password_file", Path.of(servers.databasePasswordFile())),
                        PATIENCE)),
                new AnnouncedServices(files.services()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "--web-port",
                PageGuard.loopback(),
                Optional.empty(),
                Optional.empty(),
                new RuleTexts(rules())));
    }

    /** Those that a service started from the same shell is given. */
    private static List<Path> rules() {
        String file = System.getenv("ALERT_RULES_FILE");
        return file == null || file.isBlank() ? List.of() : List.of(Path.of(file));
    }
}
