package io.millrace.sink.iceberg;

import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** Millrace's catalog of folders, in which one of the commits goes wrong. */
final class FaultyCatalog extends HdfsCatalog {
    /** What goes wrong. */
    enum Fault {
        /** The process ends before the commit. */
        CRASH_BEFORE,
        /** The commit takes effect, then the process ends. */
        CRASH_AFTER,
        /** The commit takes effect, and nobody says so. */
        UNKNOWN_AFTER,
        /** The commit takes effect and is repeated, which the catalog then refuses. */
        REPEATED,
        /** Somebody else does something before. */
        OTHER_BEFORE
    }

    /** Ends whatever runs, as a process ends. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Fault fault;
    private final int at;
    private final Runnable other;
    private int commits;

    /**
     * @param at the number of the commit that goes wrong, from 1
     * @param other what somebody else does
     */
    FaultyCatalog(LocalTables tables, Fault fault, int at, Runnable other) {
        this.fault = fault;
        this.at = at;
        this.other = other;
        setConf(LocalTables.configuration());
        initialize("faulty", java.util.Map.of("warehouse", tables.warehouse()));
    }

    /** How many commits there were. */
    int commits() {
        return commits;
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier id) {
        return new Operations(super.newTableOps(id));
    }

    private final class Operations implements TableOperations {
        private final TableOperations real;

        Operations(TableOperations real) {
            this.real = real;
        }

        @Override
        public void commit(TableMetadata base, TableMetadata metadata) {
            if (++commits != at) {
                real.commit(base, metadata);
                return;
            }
            if (fault == Fault.CRASH_BEFORE) {
                throw new Crash();
            }
            if (fault == Fault.OTHER_BEFORE) {
                other.run();
            }
            real.commit(base, metadata);
            switch (fault) {
                case CRASH_AFTER -> throw new Crash();
                case UNKNOWN_AFTER -> throw new CommitStateUnknownException(new IllegalStateException("no answer"));
                case REPEATED -> throw new CommitFailedException("somebody has changed the table");
                default -> {
                    // It went well.
                }
            }
        }

        @Override
        public TableMetadata current() {
            return real.current();
        }

        @Override
        public TableMetadata refresh() {
            return real.refresh();
        }

        @Override
        public FileIO io() {
            return real.io();
        }

        @Override
        public String metadataFileLocation(String fileName) {
            return real.metadataFileLocation(fileName);
        }

        @Override
        public LocationProvider locationProvider() {
            return LocationProviders.locationsFor(
                    real.current().location(), real.current().properties());
        }
    }
}
