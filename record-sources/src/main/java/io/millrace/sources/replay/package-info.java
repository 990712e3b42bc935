/**
 * Recorded observations from a CSV or JSON-lines file, turned into records by a mapping file and played at their own
 * pace, a multiple of it, or as fast as it goes. Touches the file and nothing else.
 */
package io.millrace.sources.replay;
