/**
 * Files of lines, and of one JSON text: streams with compression that every Hadoop reader knows by its extension.
 *
 * <p>May touch {@code file}, what that may touch, {@code json}'s writer and the compression libraries.
 */
package io.millrace.formats.lines;
