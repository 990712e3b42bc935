package io.millrace.launcher.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementsTest {
    @Test
    void aStatementEndsAtItsSemicolonWhereverThatStands() throws IOException {
        assertThat(statements("SELECT 1; SELECT", "  2", ";", "", "SELECT 3"))
                .containsExactly("SELECT 1", "SELECT\n  2", "SELECT 3");
    }

    @Test
    void aSemicolonInATextANameOrACommentEndsNothing() throws IOException {
        assertThat(statements("SELECT 'a;''b;' AS \"c;\" -- d;'", "; SELECT 2;;"))
                .containsExactly("SELECT 'a;''b;' AS \"c;\" -- d;'", "SELECT 2");
    }

    @Test
    void aSemicolonInALongCommentOrBetweenDollarsEndsNothing() throws IOException {
        assertThat(statements("/* don't; */ SELECT 1; SELECT $a$;'", "$a$ AS x; SELECT $$;$$"))
                .containsExactly("/* don't; */ SELECT 1", "SELECT $a$;'\n$a$ AS x", "SELECT $$;$$");
    }

    @Test
    void nothingIsNoStatement() throws IOException {
        assertThat(statements(" ", ";")).isEmpty();
        assertThat(statements()).isEmpty();
    }

    private static List<String> statements(String... lines) throws IOException {
        Iterator<String> all = List.of(lines).iterator();
        List<String> found = new ArrayList<>();
        try (Statements statements = new Statements(begun -> all.hasNext() ? all.next() : null, null)) {
            for (String sql = statements.next(); sql != null; sql = statements.next()) {
                found.add(sql);
            }
        }
        return found;
    }
}
