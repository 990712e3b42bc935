package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.sources.database.JdbcTableReader;
import io.millrace.sources.database.JsonRowFormat;
import io.millrace.sources.database.RowRange;
import io.millrace.sources.database.TableName;
import io.millrace.sources.database.TableReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the tables of types in the documentation is what the documentation says, on each server that it names. */
@ExtendWith(Servers.class)
class ColumnTypesIT {
    private static final AtomicInteger TABLES = new AtomicInteger();

    static Stream<DocumentedTypes> mySqlAndMariaDb() {
        return DocumentedTypes.of("#### Types of MySQL and MariaDB");
    }

    static Stream<DocumentedTypes> postgreSql() {
        return DocumentedTypes.of("#### Types of PostgreSQL");
    }

    @ParameterizedTest
    @MethodSource("mySqlAndMariaDb")
    void mariaDb(DocumentedTypes row) throws Exception {
        Assumptions.assumeTrue(!row.where().equals("MySQL"), "MySQL only");
        assertAsDocumented(Servers.database(), row);
    }

    @ParameterizedTest
    @MethodSource("mySqlAndMariaDb")
    void mySql(DocumentedTypes row) throws Exception {
        Assumptions.assumeTrue(!row.where().equals("MariaDB"), "MariaDB only");
        assertAsDocumented(Servers.mySql(), row);
    }

    @ParameterizedTest
    @MethodSource("postgreSql")
    void postgreSql(DocumentedTypes row) throws Exception {
        assertAsDocumented(Servers.postgreSql(), row);
    }

    private static void assertAsDocumented(TestDatabase database, DocumentedTypes row) throws Exception {
        String table = "types_" + TABLES.incrementAndGet();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            if (row.section().contains("MySQL")) {
                // As old applications write: dates that are none.
                statement.execute("SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+02:00'");
            } else {
                statement.execute("SET TIME ZONE '+02:00'");
            }
            if (row.type().equals("mood")) {
                statement.execute("DROP TYPE IF EXISTS mood CASCADE");
                statement.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')");
            }
            statement.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, v " + row.type() + " NULL)");
            statement.execute("INSERT INTO " + table + " VALUES (1, " + row.example() + "), (2, NULL)");
        }
        DatabaseSettings settings = new DatabaseSettings(
                database.url(), database.user(), Files.readString(database.passwordFile()), Duration.ofSeconds(10));
        List<String> values = new ArrayList<>();
        try (TableReader reader = new JdbcTableReader(settings, TableName.named(table), List.of("id"), null)) {
            reader.read(
                    new RowRange(RowRange.Order.KEY, null, null),
                    new TableReader.Batch(10, 10),
                    read -> values.add(new String(new JsonRowFormat().value(read), StandardCharsets.UTF_8)));
        }
        assertThat(values).containsExactly("{\"id\":1,\"v\":" + row.json() + "}", "{\"id\":2,\"v\":null}");
    }
}
