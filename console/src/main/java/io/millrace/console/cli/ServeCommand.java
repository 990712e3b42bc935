package io.millrace.console.cli;

import io.millrace.console.Console;
import io.millrace.console.ConsoleSettings;
import io.millrace.console.alerts.RuleTexts;
import io.millrace.console.landed.HdfsPlace;
import io.millrace.consumer.tail.Described;
import io.millrace.formats.Values;
import io.millrace.formats.registry.HttpSchemaRegistry;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueSettings;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.database.DatabaseOptions;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSecurity;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import io.millrace.sink.cli.HdfsOptions;
import io.millrace.stream.options.RegistryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: the page until a stop is asked for. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves the page until Ctrl-C. It shows services, topics and messages, groups and lag, what landed on HDFS,"
                    + " alerts, dead letters, and one record's way through all of them. It reads only, joins no group, and"
                    + " looks only while somebody has the page open.",
            "Data roots are looked for below --root."
        })
final class ServeCommand implements CheckedCommand {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
    private static final Set<String> PARTS = Set.of("hdfs", "database");

    private final ShutdownSignal stop;

    @Mixin
    private PageOptions page;

    @Mixin
    private ServicesOptions services;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private RegistryOptions registry;

    @Mixin
    private HdfsOptions hdfs;

    @Option(
            names = "--hdfs-page",
            paramLabel = "URL",
            defaultValue = "${env:CONSOLE_HDFS_PAGE}",
            description = "The NameNode's page, to link to [CONSOLE_HDFS_PAGE]. Default: no link")
    private String hdfsPage;

    @Mixin
    private DatabaseOptions database;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "hdfs|database",
            defaultValue = "${env:CONSOLE_WITHOUT}",
            description = "What there is none of, and is not looked at [CONSOLE_WITHOUT]. Default: both are looked at")
    private Set<String> without = new TreeSet<>();

    @Option(
            names = "--rule-files",
            split = ",",
            paramLabel = "FILE,...",
            defaultValue = "${env:CONSOLE_RULE_FILES}",
            description =
                    "Rule files of the alerts, to show what a rule says beside what it raised [CONSOLE_RULE_FILES]. Default:"
                            + " the built-in rules")
    private List<Path> rules = new ArrayList<>();

    @Mixin
    private HttpOptions http;

    ServeCommand(ShutdownSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call(Problems problems) throws InterruptedException {
        without.removeIf(String::isBlank);
        problems.require(
                PARTS.containsAll(without),
                "--without",
                String.join(",", without),
                "must be hdfs or database, or both");
        KafkaSettings cluster = problems.collect(kafka::settings);
        Optional<Described> described =
                registry.settings(problems).map(HttpSchemaRegistry::new).map(ServeCommand::framed);
        Optional<DatabaseSettings> alerts =
                without.contains("database") ? Optional.empty() : Optional.of(database.settings(problems));
        Optional<HdfsPlace> landed = without.contains("hdfs")
                ? Optional.empty()
                : Optional.of(new HdfsPlace(hdfs::connection, Optional.ofNullable(hdfsPage)));
        for (Path file : rules) {
            problems.require(
                    file.toString().isBlank() || Files.isReadable(file),
                    "--rule-files",
                    file,
                    "must be a readable file");
        }
        PageOptions.Page shown = page.settings(problems);
        ConsoleSettings settings = new ConsoleSettings(
                cluster,
                described,
                landed,
                alerts,
                services.directory(problems),
                shown.address(),
                PageOptions.PORT,
                shown.guard(),
                shown.login(),
                shown.tls(),
                new RuleTexts(rules.stream()
                        .filter(file -> !file.toString().isBlank())
                        .toList()));
        problems.throwIfAny();
        // Somebody waits before the page, not before this: it is told now what can never work.
        KafkaSecurity.check(cluster);
        try (Observability observability = new Observability(ConsoleMain.SERVICE, "serve");
                Console console = Console.start(settings)) {
            observability.serve(http);
            log.info("The page is shown: address={}", console.address());
            stop.await();
        }
        return ExitStatus.OK;
    }

    /** Protobuf needs a message that users name, and a registry says nothing of text. */
    private static Described framed(HttpSchemaRegistry schemas) {
        return new Described(
                List.of(Values.AVRO, Values.JSON), ValueSettings.ofFrame(FrameKind.AUTO), Optional.of(schemas));
    }
}
