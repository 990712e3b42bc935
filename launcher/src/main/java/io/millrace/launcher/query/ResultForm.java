package io.millrace.launcher.query;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How a result is written. */
interface ResultForm {
    /** Writes all rows, or as many as this form shows. */
    void write(ResultSet rows, PrintWriter out) throws SQLException;
}
