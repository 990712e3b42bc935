package io.millrace.sink.iceberg;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.LockManager;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.hadoop.HadoopTableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.LockManagers;

/**
 * Iceberg's catalog of folders on HDFS, with one difference: a rename without an answer may have taken effect. Iceberg 1.12
 * takes it for a failure, and deletes the manifests that the table names from then on.
 */
public class HdfsCatalog extends HadoopCatalog {
    private FileIO files;
    private LockManager locks;

    /** To be initialized, as Iceberg's catalogs are. */
    public HdfsCatalog() {}

    @Override
    public void initialize(String name, Map<String, String> properties) {
        super.initialize(name, properties);
        files = CatalogUtil.loadFileIO(
                properties.getOrDefault(CatalogProperties.FILE_IO_IMPL, "org.apache.iceberg.hadoop.HadoopFileIO"),
                properties,
                getConf());
        locks = LockManagers.from(properties);
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier id) {
        return new Operations(new Path(defaultWarehouseLocation(id)), files, getConf(), locks);
    }

    private static final class Operations extends HadoopTableOperations {
        Operations(Path location, FileIO files, Configuration configuration, LockManager locks) {
            super(location, files, configuration, locks);
        }

        @Override
        public void commit(TableMetadata base, TableMetadata metadata) {
            try {
                super.commit(base, metadata);
            } catch (CommitFailedException e) {
                if (e.getCause() instanceof IOException) {
                    throw new CommitStateUnknownException(e);
                }
                throw e;
            }
        }
    }
}
