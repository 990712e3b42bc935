/**
 * Schemas by the ids that frames carry: the port {@link io.millrace.formats.registry.SchemaRegistry}, and the REST interface that all
 * registries speak.
 *
 * <p>May touch the JDK's HTTP client and Jackson's parser.
 */
package io.millrace.formats.registry;
