/**
 * The records that travel through the pipeline, immutable and validated in their constructors.
 *
 * <p>Depends on nothing but the JDK. How records look as bytes is {@link io.millrace.model.codec}'s
 * business; the Avro schemas of the same records lie in the resources under {@code schema/}.
 */
package io.millrace.model;
