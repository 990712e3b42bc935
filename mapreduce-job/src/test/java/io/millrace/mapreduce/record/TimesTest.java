package io.millrace.mapreduce.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-05-01 10:11:12,123 INFO x | 2024-05-01T10:11",
                "2024-05-01T10:11:12.123Z INFO x | 2024-05-01T10:11",
                "2024-05-01T10:11:12+02:00 INFO x | 2024-05-01T08:11",
                "2024-05-01 00:11:12.5 +0530 x | 2024-04-30T18:41",
                "[2024-05-01 23:30:00 -0100] x | 2024-05-02T00:30",
                "2024/05/01 10:11:12 x | 2024-05-01T10:11",
                "24/05/01 10:11:12 INFO x | 2024-05-01T10:11",
                "081109 203615 148 INFO x | 2008-11-09T20:36",
                "20240501-22:15:29:606 x | 2024-05-01T22:15",
                "[Sun Dec 04 04:47:44 2005] [notice] x | 2005-12-04T04:47",
                "[Wed May 01 10:00:00.902022 2024] [core:error] x | 2024-05-01T10:00",
                "May 1, 2024 1:02:03 PM com.acme.X run | 2024-05-01T13:02",
                "May 01, 2024 12:02:03 AM com.acme.X run | 2024-05-01T00:02",
                "Jun  4 15:16:01 host x | --06-04T15:16",
                "03-17 16:13:38.811  1702  2395 D x | --03-17T16:13",
                "01-May-2024 10:00:00.000 INFO x | 2024-05-01T10:00",
                "10.0.0.1 - - [01/May/2024:10:00:00 +0000] GET | 2024-05-01T10:00",
                "10.0.0.1 - - [01/May/2024:00:30:00 +0100] GET | 2024-04-30T23:30",
                "I0501 10:00:00.000000 1 x.go:1] y | --05-01T10:00",
                "- 1117838570 2005.06.03 R02 x | 2005-06-03T22:42",
                "{1714557600000} | 2024-05-01T10:00",
                "[Nest] 12  - 05/01/2024, 11:30:00 PM     WARN [X] y | 2024-05-01T23:30",
                "05-01-2024 23:30:00.000 +0000 INFO x | 2024-05-01T23:30",
                "31/05/2024 23:30:00 x | 2024-05-31T23:30",
                "01.05.2024 23:30:00 x | 2024-05-01T23:30",
                "date=2024-05-01 time=23:30:00 level=notice | 2024-05-01T23:30",
                "240501 23:30:00 [Note] x | 2024-05-01T23:30",
                "240501  3:30:00 [Warning] y | 2024-05-01T03:30",
                "2024-05-01 23:30:00.000 CEST [1] LOG:  x | 2024-05-01T21:30",
                "2024-05-01 23:30:00.000 PDT [1] LOG:  x | 2024-05-02T06:30",
                "2024-05-01 23:30:00.000 ERROR x | 2024-05-01T23:30",
                "Wed May  1 23:30:00 CEST 2024: x | 2024-05-01T21:30",
                "99/05/01 10:11:12 INFO x | 1999-05-01T10:11",
                "68/05/01 10:11:12 INFO x | 2068-05-01T10:11",
                "no time at all 12 | -",
                "2024-13-01 10:00:00 x | -",
            })
    void the_minute_of_a_record_is_found(String line, String minute) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Moment moment = new Moment();
        byte[] label = new byte[32];
        boolean found = Times.find(bytes, 0, bytes.length, moment);
        assertThat(
                        found
                                ? new String(
                                        label, 0, moment.write(label, 0, TimeStep.MINUTE), StandardCharsets.US_ASCII)
                                : "-")
                .isEqualTo(minute);
    }
}
