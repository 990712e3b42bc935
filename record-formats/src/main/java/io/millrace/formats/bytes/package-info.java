/**
 * Arrays of bytes that grow, ranges of them, and checks of UTF-8: what decoders and writers share.
 *
 * <p>Needs the JDK only.
 */
package io.millrace.formats.bytes;
