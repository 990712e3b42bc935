package io.millrace.sources.database;

import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.database.DatabaseSettings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumSet;

/** Asks the driver at the start whether it understands the URL: later this could not be told from a server that is away. */
public final class DriverCheck {
    private DriverCheck() {}

    /** Notes if the driver cannot parse the URL. Nothing is connected to. */
    public static void check(DatabaseSettings settings, Problems problems) {
        if (DatabaseSettings.problem(settings.url(), EnumSet.allOf(DatabaseSettings.Kind.class))
                .isPresent()) {
            // Of no database that we know, which was noted.
            return;
        }
        try {
            String url = settings.driverUrl();
            DriverManager.getDriver(url)
                    .getPropertyInfo(url, Dialect.of(settings).driver(settings));
        } catch (SQLException | RuntimeException e) {
            // The driver's reason is left out: it quotes parts of the URL, which may be parts of a password.
            problems.add("--jdbc-url is '" + settings.printable()
                    + "' and perhaps parameters, must be a URL that the database's driver understands: host, port, database"
                    + " and parameters");
        }
    }
}
