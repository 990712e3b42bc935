/** Tests of projections that need no world: names, and what a follower does when things are away. */
package io.millrace.sink.table;
