package io.millrace.sources.tail;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the bytes of a file mean.
 *
 * @param multilineStart pattern that the first line of each record begins with; empty if each line is a record
 * @param encoding encoding of the files; those of containers are UTF-8 whatever it says
 * @param containers which files are the logs of containers, and how they are written
 */
public record LineSettings(Optional<Pattern> multilineStart, Encoding encoding, ContainerFormat containers) {
    Framing newFraming(String path) {
        if (containers.concerns(path)) {
            return Framing.lines(new ContainerJoiner(containers, multilineStart));
        }
        return multilineStart
                .map(start -> Framing.startingWith(start, encoding))
                .orElseGet(() -> Framing.lines(encoding));
    }
}
