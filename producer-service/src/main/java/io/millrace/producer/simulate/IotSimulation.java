package io.millrace.producer.simulate;

import io.millrace.model.SensorType;
import java.nio.charset.StandardCharsets;

/** Devices with one sensor each; every round every device sends one reading, keyed by its name. */
public final class IotSimulation implements Simulation {
    private final double anomalyProbability;
    private final byte[][] keys;
    private final Sensor[] sensors;
    private final ReadingJson[] json;
    /** The device whose turn is next: a run that ends in the middle of a round has not favoured the first ones. */
    private int next;

    public IotSimulation(IotSettings settings) {
        anomalyProbability = settings.anomalyProbability();
        keys = new byte[settings.devices()][];
        sensors = new Sensor[settings.devices()];
        json = new ReadingJson[settings.devices()];
        for (int i = 0; i < settings.devices(); i++) {
            SensorType type = settings.types().get(i % settings.types().size());
            String device = type.word() + "-" + (i + 1);
            keys[i] = device.getBytes(StandardCharsets.UTF_8);
            Noise noise = new Noise(settings.seed() * 1_000_003 + i);
            sensors[i] = new Sensor(type, noise, noise.centred());
            json[i] = new ReadingJson(device, type);
        }
    }

    @Override
    public boolean round(long epochMillis, Sink sink) {
        for (int i = 0; i < sensors.length; i++) {
            int device = next;
            next = next + 1 == sensors.length ? 0 : next + 1;
            Sensor sensor = sensors[device];
            double value = sensor.read(epochMillis, anomalyProbability);
            if (!sink.record(keys[device], json[device].write(value, epochMillis, sensor.isAnomaly()))) {
                return false;
            }
        }
        return true;
    }
}
