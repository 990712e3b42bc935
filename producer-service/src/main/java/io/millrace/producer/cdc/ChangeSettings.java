package io.millrace.producer.cdc;

import java.time.Duration;
import java.util.List;

/**
 * What is captured.
 *
 * @param tables schema (PostgreSQL) or database (MariaDB, MySQL) and table, with a dot between
 * @param snapshot true if the rows that are there come before the changes
 * @param envelope true if values tell the operation and the row before and after; false if they are the row
 * @param slot name of the replication slot and the publication (PostgreSQL)
 * @param serverId number of the source among a server's replicas (MariaDB, MySQL)
 * @param longestSnapshot how long a snapshot may take, from its first row on
 */
public record ChangeSettings(
        List<String> tables, boolean snapshot, boolean envelope, String slot, long serverId, Duration longestSnapshot) {
    public ChangeSettings {
        tables = List.copyOf(tables);
    }
}
