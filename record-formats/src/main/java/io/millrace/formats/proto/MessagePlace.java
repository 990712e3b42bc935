package io.millrace.formats.proto;

import com.google.protobuf.Descriptors.Descriptor;
import io.millrace.formats.value.Frame;
import io.millrace.record.BadRecordException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where a message stands in its file, which is what frames of registries say of it. A value of another message would often decode
 * into wrong fields without a complaint, as Protobuf's bytes say so little.
 */
final class MessagePlace {
    private final String name;
    private final String fullName;
    private final List<Integer> path;

    MessagePlace(Descriptor message) {
        this.name = message.getName();
        this.fullName = message.getFullName();
        Deque<Integer> outermostFirst = new ArrayDeque<>();
        for (Descriptor at = message; at != null; at = at.getContainingType()) {
            outermostFirst.addFirst(at.getIndex());
        }
        this.path = List.copyOf(outermostFirst);
    }

    /** Compares it with what the value's frame says, if it says anything. */
    void check(Frame frame) throws BadRecordException {
        if (frame.messagePath() != null && !frame.messagePath().equals(path)) {
            throw new BadRecordException("value is message " + frame.messagePath() + " of schema "
                    + (frame.guid() == null ? String.valueOf(frame.id()) : frame.guid()) + ", must be " + path
                    + ", which is "
                    + fullName + " in its file");
        }
        String said = frame.messageName();
        if (said != null && !said.equals(name) && !said.equals(fullName)) {
            throw new BadRecordException("value is a message '" + said + "', must be " + fullName);
        }
    }
}
