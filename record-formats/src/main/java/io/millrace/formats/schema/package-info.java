/** Trees of columns from schema files: Avro schemas by name or path, Protobuf messages by descriptor. */
package io.millrace.formats.schema;
