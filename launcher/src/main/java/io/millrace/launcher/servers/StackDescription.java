package io.millrace.launcher.servers;

import io.millrace.launcher.screen.Screen;

/** What people are told of running servers: pages to open, lines to paste, where logs are. */
public final class StackDescription {
    private StackDescription() {}

    /** Prints it. */
    public static void print(StackAddresses addresses, StackFiles files, Screen screen) {
        if (addresses.web() != null) {
            screen.line("Web page   " + addresses.web() + "  (the console: flow, topics, files, alerts)");
        }
        screen.line("HDFS       " + addresses.hdfs());
        screen.line("           its page " + addresses.hdfsWeb() + "explorer.html");
        screen.line("Logs       " + files.logs());
        screen.line("Clients    eval \"$(./millrace env" + dataOption(files) + ")\"  does the same as to paste this:");
        screen.line("");
        StackEnvironment.exports(addresses).forEach(screen::line);
        screen.line("");
    }

    /** How a command has to name the folder as an option, if it has to. */
    public static String dataOption(StackFiles files) {
        return isUsual(files) ? "" : " --data " + quoted(files);
    }

    /** How a command has to name the folder as a variable, if it has to. */
    public static String dataVariable(StackFiles files) {
        return isUsual(files) ? "" : "MILLRACE_DATA=" + quoted(files) + " ";
    }

    private static boolean isUsual(StackFiles files) {
        return files.folder().equals(Home.find().upFolder());
    }

    private static String quoted(StackFiles files) {
        return StackEnvironment.quoted(files.folder().toString());
    }
}
