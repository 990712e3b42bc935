package io.millrace.producer.cdc;

import io.debezium.config.Configuration;
import io.debezium.document.Document;
import io.debezium.document.DocumentReader;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.history.AbstractSchemaHistory;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How the tables looked when the changes were written, which a binlog does not tell. It is saved with the positions: never
 * behind them. What lies ahead of the place comes from the log again.
 */
public final class PositionHistory extends AbstractSchemaHistory {
    static final String MEMORY = "schema.history.internal.millrace.memory";

    private EngineMemory memory;
    private HistoryRecordComparator comparator;

    @Override
    public void configure(
            Configuration configuration,
            HistoryRecordComparator order,
            SchemaHistoryListener listener,
            boolean useCatalogBeforeSchema) {
        super.configure(configuration, order, listener, useCatalogBeforeSchema);
        comparator = order;
        memory = EngineMemory.of(configuration.getString(MEMORY));
    }

    @Override
    protected void storeRecord(HistoryRecord record) {
        try {
            memory.remember(DocumentWriter.defaultWriter().write(record.document()));
        } catch (IOException e) {
            throw new UncheckedIOException("a record of the history cannot be written", e);
        }
    }

    @Override
    protected void recoverRecords(Consumer<HistoryRecord> records) {
        Document place = memory.place() == null ? null : read(new String(memory.place(), StandardCharsets.UTF_8));
        List<String> history = memory.history();
        List<Integer> ahead = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            HistoryRecord record = new HistoryRecord(read(history.get(i)));
            if (place != null && isAhead(record, place)) {
                ahead.add(i);
            } else {
                records.accept(record);
            }
        }
        memory.expect(ahead);
    }

    /**
     * True if the server sends the statement again. A statement's record has the transactions before it: where these are just
     * those of the place, the engine would apply the record and then fail at the statement, for instance at the second RENAME
     * COLUMN, which finds no such column.
     */
    private boolean isAhead(HistoryRecord record, Document place) {
        Document document = record.document();
        HistoryRecord there = new HistoryRecord(Document.create("source", document.get("source"), "position", place));
        boolean isOfSnapshot = document.getDocument("position").has("snapshot");
        return !comparator.isAtOrBefore(record, there) || !isOfSnapshot && comparator.isAtOrBefore(there, record);
    }

    private static Document read(String json) {
        try {
            return DocumentReader.defaultReader().read(json);
        } catch (IOException e) {
            throw new UncheckedIOException("what was saved for the engine cannot be read", e);
        }
    }

    @Override
    public boolean exists() {
        return !memory.history().isEmpty();
    }

    @Override
    public boolean storageExists() {
        return true;
    }
}
