package io.millrace.producer.cli;

import io.millrace.runtime.cli.Problems;

/** Names of tables and columns, which become part of a statement and so must not be anything else. */
final class TableNames {
    private TableNames() {}

    static void require(String option, String name, Problems problems) {
        problems.require(
                name.matches("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)?"),
                option,
                name,
                "must be letters, digits and underscores, with SCHEMA. before it if needed");
    }
}
