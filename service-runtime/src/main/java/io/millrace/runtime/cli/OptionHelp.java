package io.millrace.runtime.cli;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The list of options in a help text: as wide as the terminal, broken between words only. Where there is room, descriptions stand
 * beside the names, else below them.
 */
final class OptionHelp {
    /** From this width on, descriptions stand beside the names. */
    private static final int WIDE = 100;

    private static final int NAMES = 36;
    private static final int INDENT = 10;

    private OptionHelp() {}

    /** All options, and before them the positional parameters. */
    static String list(Help help) {
        CommandSpec spec = help.commandSpec();
        int width = spec.usageMessage().width();
        StringBuilder text = new StringBuilder();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                entry(text, parameter.paramLabel(), parameter, width);
            }
        }
        List<OptionSpec> options = new ArrayList<>(spec.options());
        if (spec.usageMessage().sortOptions()) {
            options.sort(Comparator.comparing(option -> option.longestName().toLowerCase(Locale.ROOT)));
        }
        for (OptionSpec option : options) {
            if (!option.hidden()) {
                entry(text, names(option), option, width);
            }
        }
        return text.toString();
    }

    private static String names(OptionSpec option) {
        String value = option.arity().max() == 0 || option.typeInfo().isBoolean()
                ? ""
                : "=" + option.paramLabel() + (option.arity().isVariable() ? "..." : "");
        String names = String.join(", ", option.names());
        return (names.startsWith("--") ? "    " : "")
                + (option.negatable() ? names.replace("--", "--[no-]") : names)
                + value;
    }

    private static void entry(StringBuilder text, String names, ArgSpec argument, int width) {
        String description = String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString()))
                .replace("${COMPLETION-CANDIDATES}", candidates(argument))
                .replace("%n", " ")
                .replace("%%", "%");
        boolean beside = width >= WIDE;
        int indent = beside ? NAMES : INDENT;
        List<String> lines = wrap(description, width - indent - 1);
        text.append("  ").append(names);
        boolean fits = beside && names.length() + 2 < NAMES;
        if (fits) {
            text.append(" ".repeat(NAMES - names.length() - 2));
        } else {
            text.append(System.lineSeparator());
        }
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 && fits ? "" : " ".repeat(indent))
                    .append(lines.get(i))
                    .append(System.lineSeparator());
        }
    }

    private static String candidates(ArgSpec argument) {
        List<String> candidates = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(candidates::add);
        }
        return String.join(", ", candidates);
    }

    /** Lines of at most so many columns, broken at blanks; a word that is longer has a line of its own. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + length(word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int length(String word) {
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(word);
        int length = 0;
        while (letters.next() != BreakIterator.DONE) {
            length++;
        }
        return length;
    }
}
