package io.millrace.producer.simulate;

import io.millrace.model.WeatherReport;
import io.millrace.model.codec.Codec;
import java.nio.charset.StandardCharsets;

/** Weather stations' reports as records, keyed by station; a round is a day. */
public final class WeatherSimulation implements Simulation {
    private final WeatherStations stations;
    private final Codec<WeatherReport> codec;

    public WeatherSimulation(WeatherStations stations, Codec<WeatherReport> codec) {
        this.stations = stations;
        this.codec = codec;
    }

    @Override
    public boolean round(long epochMillis, Sink sink) {
        for (WeatherReport report : stations.day(epochMillis)) {
            if (!sink.record(report.stationId().getBytes(StandardCharsets.UTF_8), codec.encode(report))) {
                return false;
            }
        }
        return true;
    }
}
