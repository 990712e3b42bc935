package io.millrace.consumer.store.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2AlertStoreTest extends AlertStoreContract {

    private static final String URL = "jdbc:h2:mem:contract;MODE=MySQL;DATABASE_TO_LOWER=TRUE;TIME ZONE=UTC";

    private static Connection keepOpen;

    @BeforeAll
    static void openDatabase() throws SQLException {
        keepOpen = DriverManager.getConnection(URL, "sa", "");
    }

    @AfterAll
    static void closeDatabase() throws SQLException {
        keepOpen.close();
    }

    @Override
    String url() {
        return URL;
    }

    @Override
    String user() {
        return "sa";
    }

    @Override
    String password() {
        return "";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(URL, "sa", "");
    }
}
