package io.millrace.sources.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On H2 in memory. */
class JdbcTableReaderTest {
    private static final String URL = "jdbc:h2:mem:reader";
    private static final RowRange ALL = RowRange.all(RowRange.Order.KEY);
    private static final TableReader.Batch BATCH = new TableReader.Batch(10, 10);

    private Connection keeping;

    @BeforeEach
    void openDatabase() throws SQLException {
        // The database is there as long as this is open.
        keeping = DriverManager.getConnection(URL, "me", "");
    }

    @AfterEach
    void closeDatabase() throws SQLException {
        keeping.close();
    }

    @Test
    void countsTheNumbersThatMySqlSelectsBesideWhateverTheirNames() {
        List<Column> columns = List.of(real("a"), real("b, c"), new Column("d", "int", Types.INTEGER, 10, 0, true));
        assertThat(new MySqlDialect().more(columns)).containsExactly("q.`a` + 0e0", "q.`b, c` + 0e0");
    }

    @Test
    void givesUpWithTheDifferenceWhenAnAnswerNeverIsAsTheTableIsDescribed() throws Exception {
        execute("CREATE TABLE t (id INT, v INT)", "INSERT INTO t VALUES (1, 1)");
        try (JdbcTableReader reader = reader(new SelectingTwoAsOne())) {
            assertThatThrownBy(() -> reader.read(ALL, BATCH, row -> {}))
                    .isInstanceOf(DatabaseException.Rejected.class)
                    .hasMessage(
                            "table t answers with other columns than it is described with: 3 columns in place of 2");
        }
    }

    @Test
    void readsOnWhenATableWasAlteredBetweenTwoLooks() throws Exception {
        execute("CREATE TABLE t (id INT, v INT)", "INSERT INTO t VALUES (1, 1)");
        List<Row> found = new ArrayList<>();
        try (JdbcTableReader reader = reader(new H2Dialect())) {
            reader.columns();
            execute("ALTER TABLE t ADD w INT");
            reader.read(ALL, BATCH, found::add);
        }
        assertThat(found)
                .singleElement()
                .satisfies(row -> assertThat(row.columns()).containsOnlyKeys("id", "v", "w"));
    }

    @Test
    void refusesColumnsThatWouldFallOntoOneField() throws Exception {
        execute("CREATE TABLE t (id INT, \"A\" INT, \"a\" INT)");
        try (JdbcTableReader reader = reader(new H2Dialect())) {
            assertThatThrownBy(reader::columns)
                    .isInstanceOf(DatabaseException.Rejected.class)
                    .hasMessageContaining("column 'a' is there more than once in t, columns must differ");
        }
    }

    private static Column real(String name) {
        return new Column(name, "float", Types.REAL, 12, 0, true);
    }

    private static JdbcTableReader reader(Dialect dialect) {
        return new JdbcTableReader(
                new DatabaseSettings(URL, "me", "", Duration.ofSeconds(10)),
                dialect,
                TableName.named("t"),
                List.of("id"),
                null);
    }

    private void execute(String... sql) throws SQLException {
        try (Statement statement = keeping.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    /** An answer always has one column more than the table is described with. */
    private static final class SelectingTwoAsOne extends H2Dialect {
        @Override
        public List<String> more(List<Column> columns) {
            return List.of("1, 2");
        }
    }
}
