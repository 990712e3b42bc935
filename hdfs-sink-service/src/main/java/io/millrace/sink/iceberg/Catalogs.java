package io.millrace.sink.iceberg;

import io.millrace.runtime.cli.SettingsException;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens catalogs by their properties, as Iceberg names them. */
public final class Catalogs {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogs.class);
    private static final String NAME = "millrace";
    private static final Set<String> HARMLESS =
            Set.of("type", "warehouse", "catalog-impl", "io-impl", "jdbc.user", "clients", "scope", "prefix");
    private static final List<String> TYPES = List.of(
            CatalogUtil.ICEBERG_CATALOG_TYPE_HADOOP,
            CatalogUtil.ICEBERG_CATALOG_TYPE_REST,
            CatalogUtil.ICEBERG_CATALOG_TYPE_JDBC);

    private Catalogs() {}

    /**
     * Looks whether the properties can be those of a catalog, without asking it.
     *
     * @throws SettingsException if not
     */
    public static void check(Map<String, String> properties) {
        String type = properties.get(CatalogUtil.ICEBERG_CATALOG_TYPE);
        if (properties.containsKey(CatalogProperties.CATALOG_IMPL)) {
            return;
        }
        if (type == null) {
            throw new SettingsException("--catalog-property lacks type=hadoop, type=rest or type=jdbc");
        }
        if (!TYPES.contains(type)) {
            throw new SettingsException("--catalog-property type is '" + type
                    + "', must be hadoop, rest or jdbc, or a class by catalog-impl");
        }
        boolean rest = type.equals(CatalogUtil.ICEBERG_CATALOG_TYPE_REST);
        require(properties, CatalogProperties.WAREHOUSE_LOCATION, type, !rest, "hdfs://HOST:PORT/FOLDER");
        require(
                properties,
                CatalogProperties.URI,
                type,
                !type.equals(CatalogUtil.ICEBERG_CATALOG_TYPE_HADOOP),
                rest ? "http://HOST:PORT" : "jdbc:mariadb://HOST/DATABASE");
    }

    private static void require(
            Map<String, String> properties, String name, String type, boolean needed, String example) {
        if (needed && properties.getOrDefault(name, "").isBlank()) {
            throw new SettingsException(
                    "--catalog-property type=" + type + " needs --catalog-property " + name + "=" + example + " too");
        }
    }

    /** The properties as they may be logged: those that can be no secret, and addresses without what follows a question mark. */
    public static Map<String, String> printable(Map<String, String> properties) {
        Map<String, String> printable = new TreeMap<>();
        properties.forEach((name, value) -> printable.put(
                name,
                name.equals(CatalogProperties.URI)
                        ? value.replaceFirst("[?;].*", "?***").replaceFirst("//[^/@]*@", "//***@")
                        : HARMLESS.contains(name) ? value : "***"));
        return printable;
    }

    /**
     * The one catalog of a process, for all of its tables.
     *
     * @param properties as {@link #check} takes them
     */
    public static IcebergTable.Opener opener(Map<String, String> properties, Configuration configuration) {
        return new Shared(properties, configuration);
    }

    private static final class Shared implements IcebergTable.Opener {
        private final Map<String, String> properties = new HashMap<>();
        private final Configuration configuration;
        private Catalog catalog;

        Shared(Map<String, String> given, Configuration configuration) {
            this.configuration = configuration;
            // A server that takes connections and never answers must not hold a table up for ever.
            properties.put("rest.client.connection-timeout-ms", "30000");
            properties.put("rest.client.socket-timeout-ms", "60000");
            String uri = given.getOrDefault(CatalogProperties.URI, "");
            boolean seconds = uri.startsWith("jdbc:postgresql:");
            if (seconds || uri.startsWith("jdbc:mariadb:")) {
                properties.put("jdbc.connectTimeout", seconds ? "30" : "30000");
                properties.put("jdbc.socketTimeout", seconds ? "60" : "60000");
            }
            properties.putAll(given);
            if (CatalogUtil.ICEBERG_CATALOG_TYPE_HADOOP.equals(properties.remove(CatalogUtil.ICEBERG_CATALOG_TYPE))) {
                properties.put(CatalogProperties.CATALOG_IMPL, HdfsCatalog.class.getName());
            } else if (given.containsKey(CatalogUtil.ICEBERG_CATALOG_TYPE)) {
                properties.put(CatalogUtil.ICEBERG_CATALOG_TYPE, given.get(CatalogUtil.ICEBERG_CATALOG_TYPE));
            }
        }

        @Override
        public synchronized Catalog open() {
            if (catalog == null) {
                catalog = CatalogUtil.buildIcebergCatalog(NAME, properties, configuration);
            }
            return catalog;
        }

        @Override
        public synchronized void close() {
            if (catalog instanceof Closeable open) {
                try {
                    open.close();
                } catch (IOException e) {
                    LOG.debug("The catalog was not closed", e);
                }
            }
            catalog = null;
        }
    }
}
