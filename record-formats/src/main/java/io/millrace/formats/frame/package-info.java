/**
 * Takes off what stands around values: the frames of schema registries, Avro's single-object encoding.
 *
 * <p>May touch {@code value} and what that may touch.
 */
package io.millrace.formats.frame;
