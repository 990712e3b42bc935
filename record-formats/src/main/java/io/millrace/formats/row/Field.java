package io.millrace.formats.row;

import java.nio.charset.StandardCharsets;

/** A named place in a group, with what to do if a record lacks it. */
public final class Field {
    private final Node node;
    private final byte[] nameBytes;
    private final Absence absence;

    Field(Node node, Absence absence) {
        this.node = node;
        this.nameBytes = node.name().getBytes(StandardCharsets.UTF_8);
        this.absence = absence;
    }

    public Node node() {
        return node;
    }

    /** The name as UTF-8; not to be changed. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    public Absence absence() {
        return absence;
    }
}
