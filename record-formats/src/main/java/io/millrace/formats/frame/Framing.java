package io.millrace.formats.frame;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueFormat;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Takes the frames off the values of one topic. For one thread. */
public final class Framing {
    /** What frames stand around. */
    private enum Part {
        VALUE(FrameBytes.VALUE_HEADER, "--frame "),
        KEY(FrameBytes.KEY_HEADER, "--key-frame ");

        private final String header;
        private final String option;

        Part(String header, String option) {
            this.header = header;
            this.option = option;
        }
    }

    private final Frame frame;
    private final Part part;
    private final boolean showsFrames;
    private final boolean isOfMessages;
    private final String topic;
    private final FoundFrames found;
    private FrameKind kind;
    /** Of the value that was opened last. */
    private FrameKind opened;

    /**
     * @param kind what users say that values have
     * @param values what is inside the frames
     * @param frame takes what each value's frame says
     */
    public Framing(FrameKind kind, ValueFormat values, String topic, FoundFrames found, Frame frame) {
        this(kind, values, topic, found, frame, Part.VALUE);
    }

    private Framing(FrameKind kind, ValueFormat values, String topic, FoundFrames found, Frame frame, Part part) {
        this.part = part;
        this.kind = kind;
        this.showsFrames = values.showsFrames();
        this.isOfMessages = values.takesMessage();
        this.topic = topic;
        this.found = found;
        this.frame = frame;
    }

    /**
     * Takes the frames off the keys of a topic.
     *
     * @param kind what users say that keys have, and not {@link FrameKind#AUTO}
     * @param keys what is inside the frames
     */
    public static Framing ofKeys(FrameKind kind, ValueFormat keys, String topic, Frame frame) {
        return new Framing(kind, keys, topic, new FoundFrames(note -> {}), frame, Part.KEY);
    }

    /** Takes the frame off this value of the record; what is left is what the frame is around. */
    public void open(SourceRecord record, InputBytes value) throws BadRecordException {
        opened = kind;
        if (kind == FrameKind.AUTO) {
            FrameKind known = found.of(topic);
            opened = known == null ? FrameBytes.guess(record, value) : known;
        }
        switch (opened) {
            case NONE -> {
                frame.set(FrameKind.NONE);
                if (showsFrames) {
                    refuseFrames(value);
                }
            }
            case SINGLE_OBJECT -> {
                require(FrameBytes.isSingleObject(value), "the bytes C3 01 and a fingerprint of 8 bytes");
                // The fingerprint's lowest byte comes first.
                frame.set(opened, Long.reverseBytes(FrameBytes.id(value, 2, 8)));
                takeOff(value, FrameBytes.SINGLE_OBJECT_BYTES);
            }
            case CONTAINER -> {
                require(FrameBytes.isContainer(value), "the bytes Obj 01 of an Avro container file");
                frame.set(opened);
            }
            case CONFLUENT -> {
                registered(value, FrameBytes.CONFLUENT_BYTES, "4 bytes");
                if (isOfMessages) {
                    MessageMark.takePath(value, frame);
                }
            }
            case APICURIO -> {
                registered(value, FrameBytes.APICURIO_BYTES, "8 bytes");
                if (isOfMessages) {
                    MessageMark.takeName(value, frame);
                }
            }
            case HEADER -> header(FrameBytes.header(record, part.header));
            case AUTO -> throw new IllegalStateException("auto is no finding");
        }
    }

    /** The record has no value, and so nothing around it. */
    public void openNothing() {
        frame.set(FrameKind.NONE);
    }

    /** The value that was opened last could be read, so that its frame was one. */
    public void confirm() {
        if (kind == FrameKind.AUTO) {
            kind = found.settle(topic, opened);
        }
    }

    private void registered(InputBytes value, int bytes, String width) throws BadRecordException {
        require(
                FrameBytes.isRegistered(value) && value.to() - value.from() >= bytes,
                "a zero byte and the id of a schema in " + width);
        frame.set(opened, FrameBytes.id(value, 1, bytes - 1));
        takeOff(value, bytes);
    }

    /** The header's first byte says what follows: 0 an id in four bytes, 1 a GUID. */
    private void header(ByteBuffer found) throws BadRecordException {
        if (found != null && found.remaining() >= FrameBytes.CONFLUENT_BYTES && found.get(0) == 0) {
            frame.set(opened, found.getInt(1) & 0xffffffffL);
            messageInHeader(found, FrameBytes.CONFLUENT_BYTES);
        } else if (found != null && found.remaining() >= FrameBytes.GUID_BYTES && found.get(0) == 1) {
            frame.set(opened, new UUID(found.getLong(1), found.getLong(9)));
            messageInHeader(found, FrameBytes.GUID_BYTES);
        } else {
            throw new BadRecordException("record must have the header '" + part.header
                    + "' with the id or the GUID of its schema, as " + part.option + opened + " says");
        }
    }

    private void messageInHeader(ByteBuffer header, int from) throws BadRecordException {
        if (isOfMessages && header.remaining() > from) {
            MessageMark.readPath(header.array(), header.arrayOffset() + from, frame);
        }
    }

    private void require(boolean fits, String what) throws BadRecordException {
        if (!fits) {
            throw new BadRecordException("value must begin with " + what + ", as " + part.option + opened + " says");
        }
    }

    private static void takeOff(InputBytes value, int bytes) {
        value.set(value.array(), value.from() + bytes, value.to());
    }

    private void refuseFrames(InputBytes value) throws BadRecordException {
        if (FrameBytes.isRegistered(value)) {
            throw new BadRecordException("value has the frame of a schema registry, a zero byte and the id "
                    + FrameBytes.id(value, 1, 4) + ", which " + part.option + FrameKind.CONFLUENT + " takes off");
        }
        if (FrameBytes.isSingleObject(value)) {
            throw new BadRecordException(
                    "value is an Avro object with the fingerprint of its schema, which --value-format avro"
                            + " --frame " + FrameKind.SINGLE_OBJECT + " reads");
        }
        if (FrameBytes.isContainer(value)) {
            throw new BadRecordException("value is an Avro container file, which --value-format avro --frame "
                    + FrameKind.CONTAINER + " reads");
        }
    }
}
