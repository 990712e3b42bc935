package io.millrace.formats;

import io.millrace.formats.avro.AvroValues;
import io.millrace.formats.json.JsonValues;
import io.millrace.formats.proto.ProtoValues;
import io.millrace.formats.text.BytesValues;
import io.millrace.formats.text.TextValues;
import io.millrace.formats.value.ValueFormat;
import java.util.Locale;

/** What the values of a topic are: the list of all kinds. What a kind does is said in its own package. */
public enum Values {
    /** One JSON text per record, UTF-8. */
    JSON(new JsonValues()),
    /** One Protobuf message per record, described by a descriptor set and a message name. */
    PROTOBUF(new ProtoValues()),
    /** One Avro record per record, alone or with what says its schema. */
    AVRO(new AvroValues()),
    /** UTF-8 text. */
    TEXT(new TextValues()),
    /** Anything; not looked into. */
    BYTES(new BytesValues());

    private final ValueFormat format;

    Values(ValueFormat format) {
        this.format = format;
    }

    ValueFormat format() {
        return format;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
