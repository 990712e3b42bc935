package io.millrace.formats.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;

/** Messages as JSON by Protobuf's own mapping, with the names of the .proto file and fields without presence always there. */
public final class ProtoJson {
    private final Descriptor message;
    private final JsonFormat.Printer printer = JsonFormat.printer()
            .preservingProtoFieldNames()
            .alwaysPrintFieldsWithNoPresence()
            .omittingInsignificantWhitespace();

    public ProtoJson(Descriptor message) {
        this.message = message;
    }

    public byte[] json(byte[] bytes, int from, int to) throws BadRecordException {
        try {
            DynamicMessage parsed = DynamicMessage.newBuilder(message)
                    .mergeFrom(bytes, from, to - from)
                    .build();
            return printer.print(parsed).getBytes(StandardCharsets.UTF_8);
        } catch (InvalidProtocolBufferException e) {
            throw new BadRecordException(
                    "value is not a Protobuf message " + message.getFullName() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            // Required fields that lack, an Any of an unknown type: the library says so in several ways.
            throw new BadRecordException("value of " + message.getFullName() + " cannot be written as JSON");
        }
    }
}
