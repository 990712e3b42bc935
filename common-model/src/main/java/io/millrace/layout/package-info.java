/**
 * Where things lie below a root folder that the sink writes: the hidden control folder, the commit log of
 * a partition, and the names that plain readers must not see. Shared by all who write and read such folders.
 *
 * <p>Only names: touches no file system.
 */
package io.millrace.layout;
