package io.millrace.launcher.servers;

import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.PrivateFolder;
import io.millrace.stack.StackLock;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.util.Optional;

/** Starts the embedded stack as all commands do: with its log in files, and known to other processes. */
public final class Stacks {
    private Stacks() {}

    /** Starts it, or fails with one sentence that names the log to look into. */
    public static EmbeddedStack start(StackSettings settings) {
        EmbeddedStack stack = start(settings, "program");
        StackFiles files = new StackFiles(settings.folder());
        files.announce(StackAddresses.of(stack, files, Optional.empty()));
        return stack;
    }

    /**
     * As {@link #start(StackSettings)}, with the files that Hadoop's clients read, but others learn the addresses only when the caller
     * announces them.
     *
     * @param command what others are told that it was started by
     */
    static EmbeddedStack start(StackSettings settings, String command) {
        StackFiles files = new StackFiles(settings.folder());
        // Before the first log line: a folder that cannot be used is the user's to hear about, not a log's.
        StackLock claim = StackLock.claim(settings.folder());
        try (claim) {
            // Logs quote what the servers hold.
            PrivateFolder.make(files.logs());
            StackLogging.into(files.logs());
            files.announceStart(command);
        } catch (IOException e) {
            throw new ServiceException(
                    "data folder " + settings.folder() + " cannot be used (" + e.getMessage() + ")", e);
        }
        EmbeddedStack stack = null;
        try {
            stack = EmbeddedStack.start(settings);
            stack.beforeStop(files::withdraw);
            files.writeHadoopConf(stack.hdfs().clientSettings());
            return stack;
        } catch (RuntimeException e) {
            files.withdraw();
            if (stack != null) {
                stack.close();
            }
            throw e;
        }
    }
}
