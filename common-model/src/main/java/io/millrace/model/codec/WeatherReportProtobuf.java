package io.millrace.model.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.model.WeatherReport;
import java.time.DateTimeException;
import java.time.Instant;

/** WeatherReport as the Protobuf message {@code millrace.WeatherReport} of {@code millrace/records.proto}. */
public final class WeatherReportProtobuf implements Codec<WeatherReport> {
    @Override
    public byte[] encode(WeatherReport value) {
        io.millrace.model.proto.WeatherReport.Builder message = io.millrace.model.proto.WeatherReport.newBuilder()
                .setStationId(value.stationId())
                .setDate(value.date().toEpochMilli())
                .setDegrees(value.degrees());
        return message.build().toByteArray();
    }

    @Override
    public WeatherReport decode(byte[] bytes) throws DecodeException {
        try {
            io.millrace.model.proto.WeatherReport message = io.millrace.model.proto.WeatherReport.parseFrom(bytes);
            return new WeatherReport(
                    message.getStationId(), Instant.ofEpochMilli(message.getDate()), message.getDegrees());
        } catch (InvalidProtocolBufferException e) {
            throw new DecodeException("value is not a Protobuf WeatherReport: " + Excerpts.of(e.getMessage()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new DecodeException(e.getMessage());
        }
    }
}
