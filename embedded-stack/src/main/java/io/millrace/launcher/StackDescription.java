package io.millrace.launcher;

import io.millrace.launcher.parts.Screen;
import java.nio.file.Path;

/** What people are told of running servers: pages to open, lines to paste, where logs are. */
public final class StackDescription {
    private StackDescription() {}

    /** Prints it. */
    public static void print(StackAddresses addresses, StackFiles files, Screen screen) {
        if (addresses.web() != null) {
            screen.line("Web page   " + addresses.web() + "  (topics, messages, groups, lag)");
        }
        screen.line("HDFS       " + addresses.hdfs());
        screen.line("           its page " + addresses.hdfsWeb() + "explorer.html");
        screen.line("Logs       " + files.logs());
        screen.line("Clients    eval \"$(./millrace env" + dataOption(files) + ")\"  does the same as to paste this:");
        screen.line("");
        StackEnvironment.exports(addresses).forEach(screen::line);
        screen.line("");
    }

    /** How a command has to name the folder, if it has to. */
    static String dataOption(StackFiles files) {
        Path usual = Home.find().upFolder();
        return files.folder().equals(usual)
                ? ""
                : " --data " + StackEnvironment.quoted(files.folder().toString());
    }
}
