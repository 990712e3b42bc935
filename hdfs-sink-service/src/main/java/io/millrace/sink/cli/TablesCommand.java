package io.millrace.sink.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.hdfs.HdfsConnection;
import io.millrace.sink.hdfs.HdfsFileStore.Durability;
import io.millrace.sink.observe.TableMetrics;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.table.Applied;
import io.millrace.sink.table.OvertakenException;
import io.millrace.sink.table.PartitionLag;
import io.millrace.sink.table.TableFollower;
import io.millrace.sink.table.TableReport;
import io.millrace.sink.table.TableSet;
import io.millrace.stream.RefusedException;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks after the tables that are made of what is stored. */
@Command(
        name = "tables",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Prints how far tables are behind what is stored, brings them up to date, compares them with it or"
                        + " makes them anew. Works beside sinks and other such commands.")
final class TablesCommand implements CheckedCommand {
    private static final Logger LOG = LoggerFactory.getLogger(TablesCommand.class);

    private final ShutdownSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HdfsOptions hdfs;

    @Mixin
    private TableOptions table;

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "${env:TABLE_TOPICS}",
            description = "Topics that go into tables, with commas between them [TABLE_TOPICS]. Default: those with a"
                    + " commit log")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--update",
            defaultValue = "${env:TABLES_UPDATE:-false}",
            description = "Add what is in place and not in the tables yet, and end [TABLES_UPDATE]. Default:"
                    + " ${DEFAULT-VALUE}")
    private boolean update;

    @Option(
            names = "--follow",
            defaultValue = "${env:TABLES_FOLLOW:-false}",
            description =
                    "The same each --table-interval until it is stopped [TABLES_FOLLOW]. Default: ${DEFAULT-VALUE}")
    private boolean follow;

    @Option(
            names = "--verify",
            defaultValue = "${env:TABLES_VERIFY:-false}",
            description = "Compare the tables' files and rows with the commit logs; status 1 if anything is missing,"
                    + " doubled or unknown [TABLES_VERIFY]. Default: ${DEFAULT-VALUE}")
    private boolean verify;

    @Option(
            names = "--rebuild",
            defaultValue = "${env:TABLES_REBUILD:-false}",
            description = "Replace all that the tables hold by what the commit logs say; readers see a part meanwhile"
                    + " [TABLES_REBUILD]. Default: ${DEFAULT-VALUE}")
    private boolean rebuild;

    @Mixin
    private HttpOptions http;

    TablesCommand(ShutdownSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        HdfsConnection connection = problems.collect(() -> {
            HdfsConnection made = hdfs.connection();
            made.rootUri();
            return made;
        });
        Optional<TableSettings> settings = table.settings(problems);
        if (settings.isEmpty()) {
            problems.add("--table is missing, must be iceberg:NAMESPACE.NAME");
        }
        long asked = java.util.stream.Stream.of(update, follow, verify, rebuild)
                .filter(Boolean::booleanValue)
                .count();
        if (asked > 1) {
            problems.add("--update, --follow, --verify and --rebuild do not go together: give one of them, or none to"
                    + " print how far the tables are behind");
        }
        problems.throwIfAny();
        try (Observability observability = new Observability(SinkSettings.SERVICE, "tables");
                CallerThreads threads = new CallerThreads("tables")) {
            observability.serve(http);
            FileStore store = connection.open(Durability.REPLICATED);
            if (follow) {
                checkLetIn(store, connection);
            } else if (store.stat(connection.rootPath()).isEmpty()) {
                throw new ServiceException("--root is '" + connection.rootUri() + "', must be an existing folder");
            }
            if (update) {
                return update(store, new TableUpdate(settings.get(), connection, observability, threads));
            }
            TableSet tables = settings.get().tables(connection, store, new WantedTopics(topics)::isWanted, threads);
            if (follow) {
                TableMetrics metrics = new TableMetrics(observability.registry(), System::nanoTime);
                new TableFollower(tables, outages(connection, observability), stop, metrics)
                        .follow(settings.get().interval());
                return ExitStatus.OK;
            }
            return run(tables, connection);
        } catch (IOException e) {
            throw new ServiceException("the tables of " + connection.rootUri() + ": " + e.getMessage(), e);
        } catch (StoppedException e) {
            throw new ServiceException(e.getMessage(), e);
        }
    }

    /** What is away or not there yet is waited for; who is not let in at the start never will be. */
    private static void checkLetIn(FileStore store, HdfsConnection connection) throws IOException {
        try {
            store.list(PartitionFolders.controlRoot(connection.rootPath()));
        } catch (IOException e) {
            if (RefusedException.isLasting(e)) {
                throw e;
            }
            LOG.debug("Not reached at the start", e);
        }
    }

    private int update(FileStore store, TableUpdate made) throws IOException, InterruptedException {
        if (!made.run(store, new WantedTopics(topics)::isWanted, stop)) {
            throw new ServiceException("stopped before the tables were up to date; the next run goes on from there");
        }
        made.print(spec.commandLine().getOut());
        return ExitStatus.OK;
    }

    private int run(TableSet tables, HdfsConnection connection) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, TableSet.MadeTable> found = tables.tables();
        if (found.isEmpty()) {
            throw new ServiceException("below " + connection.rootUri() + " no topic has a commit log"
                    + (topics.isEmpty() ? "" : " of those that --topics names"));
        }
        boolean exact = true;
        for (Map.Entry<String, TableSet.MadeTable> entry : found.entrySet()) {
            String name = "iceberg:" + entry.getKey();
            if (verify) {
                TableReport report = entry.getValue().verifier().verify();
                TablesPrinter.report(name, report, out);
                exact &= report.exact();
            } else if (rebuild) {
                TablesPrinter.applied(name, "made anew", rebuild(entry.getValue()), out);
            } else {
                List<PartitionLag> lags = entry.getValue().projector().lag();
                TablesPrinter.lag(name, lags, out);
            }
        }
        out.flush();
        return exact ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    /** A projector that is faster only means that there is more to replace, or less to add. */
    private Applied rebuild(TableSet.MadeTable table) throws IOException, InterruptedException {
        Applied all = null;
        for (int tries = 1; ; ) {
            try {
                Applied part = all == null
                        ? table.projector().rebuild()
                        : table.projector().step();
                all = all == null ? part : all.plus(part);
                if (!part.more()) {
                    return all;
                }
            } catch (OvertakenException again) {
                LOG.info("{}; looking again", again.getMessage());
                if (stop.await(Backoff.STANDARD.pause(tries++, ThreadLocalRandom.current()))) {
                    throw new ServiceException("stopped before the table was made anew; tables --rebuild begins again");
                }
            }
        }
    }

    /** The outages of tables by their names, and of HDFS by an empty one. */
    static java.util.function.Function<String, Outage> outages(HdfsConnection connection, Observability observability) {
        Map<String, Outage> known = new TreeMap<>();
        return name -> known.computeIfAbsent(
                name,
                made -> new Outage(
                        made.isEmpty() ? "tables of " + connection.rootUri() : "table iceberg:" + made,
                        observability.health(),
                        LOG,
                        Clock.systemUTC()));
    }
}
