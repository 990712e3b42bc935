package io.millrace.launcher;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackLock;
import io.millrace.stack.StackSettings;
import java.io.IOException;

/** Starts the embedded stack as all commands do: with its log in files, and known to other processes. */
public final class Stacks {
    private Stacks() {}

    /** Starts it, or fails with one sentence that names the log to look into. */
    public static EmbeddedStack start(StackSettings settings) {
        StackFiles files = new StackFiles(settings.folder());
        // Before the first log line: a folder that cannot be used is the user's to hear about, not a log's.
        try {
            StackLock.claim(settings.folder()).close();
            StackLogging.into(files.logs());
        } catch (IOException e) {
            throw new ServiceException(
                    "data folder " + settings.folder() + " cannot be used (" + e.getMessage() + ")", e);
        }
        EmbeddedStack stack = EmbeddedStack.start(settings);
        files.write(stack);
        return stack;
    }
}
