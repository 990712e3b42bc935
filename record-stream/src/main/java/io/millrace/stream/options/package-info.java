/**
 * Options that all services have that read values: what the values are besides their kind, and who knows their schemas.
 *
 * <p>May touch the formats' settings and the runtime's helpers for options; knows neither Kafka nor what the values are read for.
 */
package io.millrace.stream.options;
