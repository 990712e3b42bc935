package io.millrace.formats.metadata;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.bytes.Utf8;
import io.millrace.formats.value.Frame;
import io.millrace.record.BadRecordException;
import io.millrace.record.RecordHeader;

/** What of a record's metadata is text, and what had better be. */
public final class MetadataText {
    private MetadataText() {}

    /** Refuses keys that are no text. */
    public static void checkKey(InputBytes key) throws BadRecordException {
        if (!Utf8.isValid(key.array(), key.from(), key.to())) {
            throw new BadRecordException("key is not UTF-8 text");
        }
    }

    /** Refuses values of headers that are no text. */
    static void checkHeader(RecordHeader header) throws BadRecordException {
        if (header.value() != null && !Utf8.isValid(header.value(), 0, header.value().length)) {
            throw new BadRecordException("header '" + header.name() + "' is not UTF-8 text; --metadata-columns "
                    + MetadataColumn.HEADERS_BYTES + " takes any bytes");
        }
    }

    /** What a registry knows the schema of the value by; null if it knows none. */
    static String schemaId(Frame frame) {
        if (!frame.kind().needsRegistry()) {
            return null;
        }
        return frame.guid() == null ? Long.toString(frame.id()) : frame.guid().toString();
    }
}
