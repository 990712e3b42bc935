package io.millrace.producer.simulate;

import io.millrace.model.SensorType;
import io.millrace.runtime.cli.Problems;
import java.util.List;

/**
 * What is simulated.
 *
 * @param devices number of devices, at least 1; device n measures type n modulo the number of types
 * @param types what they measure, at least one
 * @param anomalyProbability share of readings that are anomalies, from 0 to 1
 * @param seed the same seed gives the same readings for the same moments
 */
public record IotSettings(int devices, List<SensorType> types, double anomalyProbability, long seed) {
    public IotSettings {
        types = List.copyOf(types);
        new Problems()
                .require(devices >= 1 && devices <= 1_000_000, "--devices", devices, "must be from 1 to 1000000")
                .require(!types.isEmpty(), "--device-types", types, "must name at least one type")
                .require(
                        anomalyProbability >= 0 && anomalyProbability <= 1,
                        "--anomaly-probability",
                        anomalyProbability,
                        "must be from 0 to 1")
                .throwIfAny();
    }
}
