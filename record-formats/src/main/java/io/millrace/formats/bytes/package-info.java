/** Arrays of bytes that grow, and checks of UTF-8: what decoders and writers share. */
package io.millrace.formats.bytes;
