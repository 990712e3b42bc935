package io.millrace.model;

import java.time.Instant;

/**
 * The temperature that one station reports for a day or an instant.
 *
 * @param stationId name of the station; not blank
 * @param date day (its midnight, UTC) or instant of the observation, millisecond precision
 * @param degrees air temperature in degrees Celsius; finite
 */
public record WeatherReport(String stationId, Instant date, double degrees) {
    public WeatherReport {
        Fields.requireText("station_id", stationId);
        date = Fields.toMillis(date, "date");
        Fields.requireFinite("degrees", degrees);
    }
}
