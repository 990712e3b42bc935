package io.millrace.launcher.query;

import io.millrace.runtime.cli.Terminals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Statements as they come from a person at a terminal, with a prompt, or from a pipe. */
final class Statements implements AutoCloseable {
    /** Texts, names, comments, and texts between dollar signs, which may not be closed yet. */
    private static final Pattern PART = Pattern.compile(
            "'[^']*+(?:'|\\z)|\"[^\"]*+(?:\"|\\z)|--[^\\n]*+|/\\*(?s:.)*?(?:\\*/|\\z)|(\\$\\w*\\$)(?s:.)*?(?:\\1|\\z)");

    private final Lines lines;
    private final Terminal terminal;
    private final StringBuilder begun = new StringBuilder();

    /** Where lines come from. */
    interface Lines {
        /** The next one, null at the end. */
        String next(boolean begun) throws IOException;
    }

    /**
     * @param terminal that of the person; null if there is none
     */
    Statements(Lines lines, Terminal terminal) {
        this.lines = lines;
        this.terminal = terminal;
    }

    /** Those of a text. */
    static Statements of(String sql) {
        Iterator<String> lines = sql.lines().iterator();
        return new Statements(begun -> lines.hasNext() ? lines.next() : null, null);
    }

    static Statements ofThisProcess() throws IOException {
        if (!Terminals.isInteractive()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            return new Statements(begun -> in.readLine(), null);
        }
        Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                // An exclamation mark is SQL's, not the shell's.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        return new Statements(
                begun -> {
                    try {
                        return reader.readLine(begun ? "     ...> " : "millrace> ");
                    } catch (EndOfFileException | UserInterruptException e) {
                        return null;
                    }
                },
                terminal);
    }

    /** True if somebody sits there who can try again. */
    boolean isPerson() {
        return terminal != null;
    }

    /** The next statement without its semicolon; null at the end. The last one needs none. */
    String next() throws IOException {
        while (true) {
            int end = end(begun);
            if (end >= 0) {
                String sql = begun.substring(0, end).strip();
                begun.delete(0, end + 1);
                if (!sql.isEmpty()) {
                    return sql;
                }
                continue;
            }
            String line = lines.next(!begun.toString().isBlank());
            if (line == null) {
                String rest = begun.toString().strip();
                begun.setLength(0);
                return rest.isEmpty() ? null : rest;
            }
            begun.append(line).append('\n');
        }
    }

    /** Where a semicolon stands that is in no text, name or comment; -1 if none does. */
    private static int end(CharSequence sql) {
        Matcher part = PART.matcher(sql);
        int at = 0;
        while (at < sql.length()) {
            if (part.region(at, sql.length()).lookingAt()) {
                at = part.end();
            } else if (sql.charAt(at) == ';') {
                return at;
            } else {
                at++;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (terminal != null) {
            terminal.close();
        }
    }
}
