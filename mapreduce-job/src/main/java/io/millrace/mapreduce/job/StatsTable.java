package io.millrace.mapreduce.job;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a statistics job for people. */
final class StatsTable {
    private static final int MOST_ROWS = 60;
    private static final int DECIMALS = 3;
    private static final int COLUMN = 12;

    private StatsTable() {}

    static void print(PrintWriter out, List<String> lines, StatsSettings settings) {
        int numbers = 5 + settings.percentiles().size();
        List<String> head = new ArrayList<>(List.of("COUNT", "MIN", "MEAN", "MAX", "STDDEV"));
        settings.percentiles()
                .forEach(p -> head.add(
                        "P" + new BigDecimal(p.toString()).stripTrailingZeros().toPlainString()));
        String group = settings.group().isEmpty()
                ? "GROUP"
                : String.join("  ", settings.group()).toUpperCase(Locale.ROOT);
        String first = settings.per().map(step -> group + "  " + step).orElse(group);
        List<String> shown = lines.subList(0, Math.min(MOST_ROWS, lines.size()));
        int width = first.length();
        for (String line : shown) {
            width = Math.max(width, label(line, numbers).length());
        }
        StringBuilder text = new StringBuilder(pad(first, width));
        head.forEach(name -> text.append(padLeft(name)));
        out.println(text);
        for (String line : shown) {
            String[] parts = line.split("\t");
            StringBuilder row = new StringBuilder(pad(label(line, numbers), width));
            for (int i = parts.length - numbers; i < parts.length; i++) {
                row.append(padLeft(round(parts[i])));
            }
            out.println(row);
        }
        if (shown.size() < lines.size()) {
            out.println("... and " + (lines.size() - shown.size()) + " more in the result");
        }
        if (lines.isEmpty()) {
            out.println("no record held a number");
        }
        out.flush();
    }

    private static String label(String line, int numbers) {
        String[] parts = line.split("\t");
        return String.join("  ", List.of(parts).subList(0, parts.length - numbers));
    }

    private static String round(String number) {
        if (!Double.isFinite(Double.parseDouble(number))) {
            return number;
        }
        BigDecimal value = new BigDecimal(number);
        return value.scale() <= DECIMALS
                ? number
                : value.setScale(DECIMALS, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String padLeft(String text) {
        return "  " + " ".repeat(Math.max(0, COLUMN - text.length())) + text;
    }
}
