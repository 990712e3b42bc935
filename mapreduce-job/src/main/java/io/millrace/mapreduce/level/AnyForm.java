package io.millrace.mapreduce.level;

/** Every form that a line shows by itself, told apart by its first bytes: JSON, logfmt, or a header. */
final class AnyForm implements LineForm {
    private final HeaderForm header;
    private final JsonForm json;
    private final LevelPlaces places;

    AnyForm() {
        this(LevelPlaces.ALL, new JsonForm());
    }

    /**
     * @param places where in a header levels stand that could be words of the message
     * @param json how objects are read, as lines or behind a header
     */
    AnyForm(LevelPlaces places, JsonForm json) {
        this.header = new HeaderForm(json);
        this.json = json;
        this.places = places;
    }

    @Override
    public String title() {
        return "what most programs write";
    }

    @Override
    public int read(byte[] bytes, int from, int to, LineMatch match) {
        if (to - from > 1 && bytes[from] == '{') {
            return json.object(bytes, from, to, match);
        }
        if (to - from > 2 && bytes[from] == '[' && bytes[from + 1] == '{') {
            int level = json.object(bytes, from, to, match);
            return level == UNKNOWN ? header(bytes, from, to, match) : level;
        }
        return header(bytes, from, to, match);
    }

    private int header(byte[] bytes, int from, int to, LineMatch match) {
        int level = header.read(bytes, from, to, match);
        return level < 0 || places.allow(bytes, from, to, match) ? level : UNKNOWN;
    }
}
