package io.millrace.formats.value;

import java.util.List;
import java.util.UUID;

/** What stood around the value that is decoded now. Set anew for each record, on one thread. */
public final class Frame {
    private FrameKind kind = FrameKind.NONE;
    private long id;
    private UUID guid;
    private List<Integer> messagePath;
    private String messageName;

    /** Never {@link FrameKind#AUTO}. */
    public FrameKind kind() {
        return kind;
    }

    /** The id that the registry has given to the schema, or Avro's fingerprint of it. */
    public long id() {
        return id;
    }

    /** The schema's GUID, or null if it is known by {@link #id}. */
    public UUID guid() {
        return guid;
    }

    /** Positions of the value's Protobuf message in its schema, from the outermost in; null if the frame says none. */
    public List<Integer> messagePath() {
        return messagePath;
    }

    /** Name of the value's Protobuf message in its schema; null if the frame says none. */
    public String messageName() {
        return messageName;
    }

    /** The value is the message at this place in its schema. */
    public void message(List<Integer> path) {
        messagePath = path;
    }

    /** The value is the message of this name in its schema. */
    public void message(String name) {
        messageName = name;
    }

    /** The value says nothing of its schema, or says it itself. */
    public void set(FrameKind newKind) {
        set(newKind, 0, null);
    }

    /** The value's schema has this id. */
    public void set(FrameKind newKind, long newId) {
        set(newKind, newId, null);
    }

    /** The value's schema has this GUID. */
    public void set(FrameKind newKind, UUID newGuid) {
        set(newKind, 0, newGuid);
    }

    private void set(FrameKind newKind, long newId, UUID newGuid) {
        kind = newKind;
        id = newId;
        guid = newGuid;
        messagePath = null;
        messageName = null;
    }
}
