package io.millrace.formats.file;

import java.io.IOException;
import java.io.InputStream;

/** A finished file, to be looked at by the kind that wrote it. */
public interface StoredFile {
    /** Its length in bytes. */
    long length();

    /** Its bytes from the first to the last, once; whoever reads them closes nothing but what is its own. */
    InputStream bytes() throws IOException;

    /** The file opened again at its beginning, to be closed; cheap to skip in. */
    InputStream open() throws IOException;
}
