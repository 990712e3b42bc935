/**
 * From records to committed batches: one writer per partition with its open files, the rules by which files roll and
 * batches commit, and the caps on open files and buffered bytes of a thread.
 *
 * <p>Everything here belongs to one thread and takes no locks.
 */
package io.millrace.sink.write;
