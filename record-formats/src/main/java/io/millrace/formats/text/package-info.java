/**
 * Values that are not looked into: UTF-8 text, and any bytes. Their one column is {@code value}.
 *
 * <p>May touch {@code value}, what that may touch, and {@code json} to quote texts.
 */
package io.millrace.formats.text;
