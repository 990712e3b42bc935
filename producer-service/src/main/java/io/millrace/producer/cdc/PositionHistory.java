package io.millrace.producer.cdc;

import io.debezium.config.Configuration;
import io.debezium.document.DocumentReader;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.history.AbstractSchemaHistory;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * How the tables looked when the changes were written, which a binlog does not tell. It is saved with the positions: never
 * behind them, and the engine passes over what lies ahead of them.
 */
public final class PositionHistory extends AbstractSchemaHistory {
    static final String MEMORY = "schema.history.internal.millrace.memory";

    private EngineMemory memory;

    @Override
    public void configure(
            Configuration configuration,
            HistoryRecordComparator comparator,
            SchemaHistoryListener listener,
            boolean useCatalogBeforeSchema) {
        super.configure(configuration, comparator, listener, useCatalogBeforeSchema);
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
        for (String record : memory.history()) {
            try {
                records.accept(new HistoryRecord(DocumentReader.defaultReader().read(record)));
            } catch (IOException e) {
                throw new UncheckedIOException("a saved record of the history cannot be read", e);
            }
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
