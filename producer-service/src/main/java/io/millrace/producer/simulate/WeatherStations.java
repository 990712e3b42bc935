package io.millrace.producer.simulate;

import io.millrace.model.WeatherReport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Weather stations of different climates: a yearly rhythm, weather that lasts some days, and chance. */
public final class WeatherStations {
    private static final double TAU = 2 * Math.PI;

    private final Noise noise;
    private final String[] names;
    private final double[] spell;

    /** @param stations number of stations, at least 1 */
    public WeatherStations(int stations, long seed) {
        noise = new Noise(seed);
        names = new String[stations];
        spell = new double[stations];
        for (int i = 0; i < stations; i++) {
            names[i] = "station-" + (i + 1);
        }
    }

    /** One report of each station for the day that the moment lies in. */
    public List<WeatherReport> day(long epochMillis) {
        LocalDate date =
                Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC).toLocalDate();
        Instant midnight = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        // Coldest in the middle of January.
        double season = -Math.cos(TAU * (date.getDayOfYear() - 15) / 365.25);
        List<WeatherReport> reports = new ArrayList<>(names.length);
        for (int i = 0; i < names.length; i++) {
            // From a mountain at 4 °C in the mean to a desert at 24 °C.
            double mean = 4 + 20.0 * i / Math.max(1, names.length - 1);
            spell[i] = 0.8 * spell[i] + 2.5 * noise.centred();
            double degrees = mean + 9 * season + spell[i] + 1.5 * noise.centred();
            reports.add(new WeatherReport(names[i], midnight, Math.round(degrees * 10) / 10.0));
        }
        return reports;
    }
}
