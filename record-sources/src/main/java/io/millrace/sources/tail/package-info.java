/**
 * Reading log files as they grow: which file is which across renames, truncation and compression, where records start
 * and end, and the positions that say how far reading got. Touches the file system and nothing else.
 */
package io.millrace.sources.tail;
