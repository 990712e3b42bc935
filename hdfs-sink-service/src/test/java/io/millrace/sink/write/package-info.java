/** Tests of how records become files and batches. */
package io.millrace.sink.write;
