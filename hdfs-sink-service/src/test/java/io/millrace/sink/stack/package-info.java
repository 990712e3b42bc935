/** The sink against a real broker, NameNode and DataNode: processes, signals and outages. */
package io.millrace.sink.stack;
