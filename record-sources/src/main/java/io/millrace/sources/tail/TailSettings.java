package io.millrace.sources.tail;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How files are read.
 *
 * @param lines what a file's bytes mean
 * @param longRecords what happens to records that are too long for a message
 * @param scanInterval time between two looks for new, renamed and truncated files
 * @param recordIdle a multi-line record that has not grown for so long is complete
 * @param lineIdle a last line without line end that has not grown for so long is given out as it is; empty: never
 * @param untilEnd true to stop at the end of what is there, false to follow
 * @param fromEnd true if files that are there at the very first start are followed from their end only
 * @param maxOpenFiles files held open at a time; at least 1
 * @param forgetAfter positions of files that are gone are dropped after so long
 */
public record TailSettings(
        LineSettings lines,
        LongRecords longRecords,
        Duration scanInterval,
        Duration recordIdle,
        Optional<Duration> lineIdle,
        boolean untilEnd,
        boolean fromEnd,
        int maxOpenFiles,
        Duration forgetAfter) {
    /** Settings for files in whatever encoding their marks tell, none of them a container's log. */
    public TailSettings(
            Optional<Pattern> multilineStart,
            LongRecords longRecords,
            Duration scanInterval,
            Duration recordIdle,
            Optional<Duration> lineIdle,
            boolean untilEnd,
            boolean fromEnd,
            int maxOpenFiles,
            Duration forgetAfter) {
        this(
                new LineSettings(multilineStart, Encoding.AS_IT_IS, ContainerFormat.NONE),
                longRecords,
                scanInterval,
                recordIdle,
                lineIdle,
                untilEnd,
                fromEnd,
                maxOpenFiles,
                forgetAfter);
    }

    /** For the file of this path. */
    Framing newFraming(String path) {
        return lines.newFraming(path);
    }
}
