package io.millrace.model.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.model.SensorReading;
import java.time.DateTimeException;
import java.time.Instant;

/** SensorReading as the Protobuf message {@code millrace.SensorReading} of {@code millrace/records.proto}. */
public final class SensorReadingProtobuf implements Codec<SensorReading> {
    @Override
    public byte[] encode(SensorReading value) {
        io.millrace.model.proto.SensorReading.Builder message = io.millrace.model.proto.SensorReading.newBuilder()
                .setDeviceId(value.deviceId())
                .setType(value.type())
                .setValue(value.value())
                .setUnit(value.unit())
                .setTimestamp(value.timestamp().toEpochMilli())
                .setAnomaly(value.anomaly());
        return message.build().toByteArray();
    }

    @Override
    public SensorReading decode(byte[] bytes) throws DecodeException {
        try {
            io.millrace.model.proto.SensorReading message = io.millrace.model.proto.SensorReading.parseFrom(bytes);
            return new SensorReading(
                    message.getDeviceId(),
                    message.getType(),
                    message.getValue(),
                    message.getUnit(),
                    Instant.ofEpochMilli(message.getTimestamp()),
                    message.getAnomaly());
        } catch (InvalidProtocolBufferException e) {
            throw new DecodeException("value is not a Protobuf SensorReading: " + Excerpts.of(e.getMessage()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new DecodeException(e.getMessage());
        }
    }
}
