package io.millrace.producer.cli;

import io.millrace.runtime.cli.Problems;
import io.millrace.sources.database.TableName;

/** Names of tables and columns, which become part of a statement and so must not be anything else. */
final class TableNames {
    private TableNames() {}

    static void require(String option, String name, Problems problems) {
        problems.require(
                TableName.isValid(name),
                option,
                name,
                "must be letters, digits and underscores, or stand in its database's quotes, with SCHEMA. before it if needed");
    }
}
