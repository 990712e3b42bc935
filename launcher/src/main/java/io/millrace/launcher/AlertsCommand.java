package io.millrace.launcher;

import io.millrace.launcher.screen.Screen;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackAddresses;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.StackLogging;
import io.millrace.launcher.view.AlertTable;
import io.millrace.launcher.view.DatabaseView;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedDatabase;
import io.millrace.stack.StackLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./millrace alerts}. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the alerts that were raised last, from the database.",
            "It asks the running servers, or the data that they left."
        })
final class AlertsCommand extends FolderCommand {
    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many. Default: ${DEFAULT-VALUE}")
    private int last;

    AlertsCommand(Home home) {
        super(home);
    }

    @Override
    public Integer call() {
        new Problems()
                .require(last >= 1 && last <= 100_000, "--last", last, "must be from 1 to 100000")
                .throwIfAny();
        StackFiles files = files();
        StackAddresses addresses = files.running().orElse(null);
        if (addresses != null) {
            show(addresses::connect, files);
            return 0;
        }
        Path folder = files.folder().resolve("database");
        if (!Files.isDirectory(folder)) {
            throw new ServiceException("no database in " + files.folder()
                    + ", must be made first by ./millrace up or ./millrace run; another folder is named with --data");
        }
        // No other process may open the data meanwhile.
        StackLock lock = StackLock.claim(files.folder());
        try (lock;
                EmbeddedDatabase database = new EmbeddedDatabase(folder, 0)) {
            files.announceStart("alerts");
            StackLogging.into(files.logs());
            database.start();
            show(database::connect, files);
        } catch (IOException e) {
            throw new ServiceException("data folder " + files.folder() + " cannot be used (" + e.getMessage() + ")", e);
        }
        return 0;
    }

    private void show(DatabaseView.Source source, StackFiles files) {
        List<DatabaseView.Alert> alerts = new DatabaseView(source).lastAlerts(last);
        Screen screen = screen();
        screen.line(
                alerts.isEmpty()
                        ? "No alerts in " + files.folder() + "."
                        : "The last " + Screen.count(alerts.size(), "alert") + " in " + files.folder() + ":");
        AlertTable.lines(alerts).forEach(screen::line);
    }
}
