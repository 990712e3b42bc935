package io.millrace.runtime.cli;

import java.io.Console;

/** Whether a person sits there. */
public final class Terminals {
    private Terminals() {}

    /** True if this process reads from and writes to a terminal. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on there is a console for a pipe, too, which says so
    public static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
