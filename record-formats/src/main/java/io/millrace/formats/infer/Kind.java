package io.millrace.formats.infer;

/** Kinds of JSON values, null left out. */
enum Kind {
    OBJECT("objects"),
    /** An object whose names are data. */
    MAP("objects"),
    LIST("arrays"),
    TEXT("strings"),
    NUMBER("numbers"),
    BOOLEAN("booleans");

    private final String plural;

    Kind(String plural) {
        this.plural = plural;
    }

    /** What several of them are called. */
    String plural() {
        return plural;
    }
}
