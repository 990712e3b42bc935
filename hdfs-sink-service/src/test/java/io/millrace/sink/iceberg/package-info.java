/** Tests of tables on Iceberg's own catalogs and readers. */
package io.millrace.sink.iceberg;
