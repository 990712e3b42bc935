/**
 * What a kind of values has to offer: columns and a decoder into them, JSON texts, lines of text. Each kind is a package of its
 * own that implements {@link io.millrace.formats.value.ValueFormat}; {@code io.millrace.formats.Values} lists them.
 *
 * <p>May touch {@code bytes}, {@code row}, {@code schema} and {@code registry}; knows no kind and no file.
 */
package io.millrace.formats.value;
