/**
 * What a kind of files has to offer: names' endings, and a writer of records. Each kind is a package of its own that implements
 * {@link io.millrace.formats.file.FileFormat}; {@code io.millrace.formats.FileKind} lists them.
 *
 * <p>May touch what values and metadata may; knows no kind of files or values.
 */
package io.millrace.formats.file;
