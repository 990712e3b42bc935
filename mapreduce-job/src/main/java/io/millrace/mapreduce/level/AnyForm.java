package io.millrace.mapreduce.level;

/** Every form that a line shows by itself, told apart by its first byte: JSON, logfmt, or a header. */
final class AnyForm implements LineForm {
    private final HeaderForm header = new HeaderForm();

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        return from < to && bytes[from] == '{' && from + 1 < to
                ? JsonForm.object(bytes, from, to, match)
                : header.read(bytes, from, to, match);
    }
}
