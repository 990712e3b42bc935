package io.millrace.runtime.cli;

import java.util.concurrent.Callable;

/**
 * A command that looks at all of its settings before it does anything: what the parser of command lines did not understand and
 * what makes no sense is then told at once.
 */
public interface CheckedCommand extends Callable<Integer> {
    /**
     * Adds what is wrong with the settings, throws it all if there is anything, and runs otherwise.
     *
     * @param problems what was found so far
     * @return the exit status
     * @throws SettingsException if there are problems, those found so far included
     */
    Integer call(Problems problems) throws Exception;

    @Override
    default Integer call() throws Exception {
        return call(new Problems());
    }
}
