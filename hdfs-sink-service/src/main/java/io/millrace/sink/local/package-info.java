/** The local disk, for what does not fit in memory. */
package io.millrace.sink.local;
