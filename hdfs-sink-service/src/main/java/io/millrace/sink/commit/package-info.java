/**
 * The commit protocol: the log of commit records of a partition, taking ownership of it, publishing batches,
 * moving their files into place, and folding old records into the archive.
 *
 * <p>Written against {@link io.millrace.sink.port.FileStore} only. Every outcome of a store's operation that is not
 * certain is looked up; docs/delivery-guarantees.md has the argument why the result is exact.
 */
package io.millrace.sink.commit;
