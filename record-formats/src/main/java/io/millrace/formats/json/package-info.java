/**
 * JSON from bytes: a scanner that validates everything it passes (RFC 8259, UTF-8) and a decoder
 * that puts the fields of a schema straight into columns, without a tree, a map or an object per
 * field. Neither calls itself on the data's nesting, so no input can exhaust the stack.
 */
package io.millrace.formats.json;
