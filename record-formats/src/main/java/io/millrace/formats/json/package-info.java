/**
 * JSON from bytes: a scanner that validates everything it passes (RFC 8259, UTF-8) and a decoder
 * that puts the fields of a schema straight into columns, without a tree, a map or an object per
 * field. Neither calls itself on the data's nesting, so no input can exhaust the stack.
 *
 * <p>May touch {@code value} and what that may touch; no JSON library.
 */
package io.millrace.formats.json;
