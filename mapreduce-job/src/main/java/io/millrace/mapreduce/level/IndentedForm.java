package io.millrace.mapreduce.level;

/**
 * A header with blanks before it, as programs write it that align the level on the right or indent their whole log. A
 * stack trace is indented too, so the header needs a time, and {@link FormatFinder} uses this form only for files whose
 * head has many such lines.
 */
final class IndentedForm implements LineForm {
    private final LineForm form;

    IndentedForm(LineForm form) {
        this.form = form;
    }

    @Override
    public String title() {
        return "an indented header, as other lines of the file have it";
    }

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        int text = Chars.skipBlanks(bytes, from, to);
        if (text == from || text == to) {
            return UNKNOWN;
        }
        int level = form.read(bytes, text, to, match);
        // A level that comes first has been found with a time behind it.
        return level >= 0 && (match.levelFrom == text || Tokens.timeFollows(bytes, text, to)) ? level : UNKNOWN;
    }
}
