/** Protobuf messages from bytes into columns by descriptor, without message objects; and as JSON, for files of JSON. */
package io.millrace.formats.proto;
