package io.millrace.producer.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;

/** Answers as clients of the OpenTelemetry protocol expect them: in the form of the request, an empty one for success. */
final class OtlpAnswer {
    static final String PROTOBUF = "application/x-protobuf";
    static final String JSON = "application/json";
    /** Of the message {@code google.rpc.Status}. */
    private static final int STATUS_MESSAGE = 2;

    private OtlpAnswer() {}

    /** All records are durable. */
    static byte[] stored(boolean isProtobuf) {
        return isProtobuf ? new byte[0] : "{}".getBytes(StandardCharsets.UTF_8);
    }

    /** @param quoted the sentence as a text of JSON */
    static byte[] refused(String sentence, String quoted, boolean isProtobuf) {
        if (!isProtobuf) {
            return ("{\"message\":" + quoted + "}").getBytes(StandardCharsets.UTF_8);
        }
        UnknownFieldSet.Field message = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(sentence))
                .build();
        return UnknownFieldSet.newBuilder()
                .addField(STATUS_MESSAGE, message)
                .build()
                .toByteArray();
    }
}
