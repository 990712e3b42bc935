package io.millrace.formats.file;

import java.io.IOException;

/** No reader could make records of the bytes of a stored file. The message goes on from "cannot be read as". */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnreadableFileException(String message) {
        super(message);
    }
}
