/** Files of lines, and of one JSON text: streams with compression that every Hadoop reader knows by its extension. */
package io.millrace.formats.lines;
