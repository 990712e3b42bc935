package io.millrace.model.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.model.LogEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** LogEvent as the Protobuf message {@code millrace.LogEvent} of {@code millrace/records.proto}. */
public final class LogEventProtobuf implements Codec<LogEvent> {
    @Override
    public byte[] encode(LogEvent value) {
        io.millrace.model.proto.LogEvent.Builder message = io.millrace.model.proto.LogEvent.newBuilder()
                .setTimestamp(value.timestamp().toEpochMilli())
                .setMessage(value.message())
                .setSource(value.source())
                .setHost(value.host());
        value.level().ifPresent(message::setLevel);
        value.logger().ifPresent(message::setLogger);
        return message.build().toByteArray();
    }

    @Override
    public LogEvent decode(byte[] bytes) throws DecodeException {
        try {
            io.millrace.model.proto.LogEvent message = io.millrace.model.proto.LogEvent.parseFrom(bytes);
            return new LogEvent(
                    Instant.ofEpochMilli(message.getTimestamp()),
                    message.hasLevel() ? Optional.of(message.getLevel()) : Optional.empty(),
                    message.hasLogger() ? Optional.of(message.getLogger()) : Optional.empty(),
                    message.getMessage(),
                    message.getSource(),
                    message.getHost());
        } catch (InvalidProtocolBufferException e) {
            throw new DecodeException("value is not a Protobuf LogEvent: " + Excerpts.of(e.getMessage()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new DecodeException(e.getMessage());
        }
    }
}
