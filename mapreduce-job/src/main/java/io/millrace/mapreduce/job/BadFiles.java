package io.millrace.mapreduce.job;

import java.util.ArrayList;
import java.util.List;

/** The files that a reducer has been told of as unreadable, and what follows from them. */
final class BadFiles {
    private final boolean skip;
    private final List<String> files = new ArrayList<>();

    BadFiles(boolean skip) {
        this.skip = skip;
    }

    void add(String file) {
        files.add(file);
    }

    /** Refuses to go on to a result that lacks files. Bad files come before all counts, so nothing has been written yet. */
    void refuse() throws JobFailedException {
        if (!skip && !files.isEmpty()) {
            String message = files.size() + (files.size() == 1 ? " file" : " files") + " cannot be read: "
                    + String.join("; ", files) + ". No result was written; --skip-bad-files leaves such files out";
            throw new JobFailedException(message);
        }
    }
}
