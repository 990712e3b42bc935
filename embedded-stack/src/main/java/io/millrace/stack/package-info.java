/**
 * The real servers in one JVM: a Kafka broker (KRaft mode), a NameNode, a DataNode and a database, all on loopback, with
 * all data under one folder.
 *
 * <p>Anything that wants to run against real servers without installing them starts here: the launcher and the integration
 * tests. Knows nothing of Millrace's services.
 */
package io.millrace.stack;
