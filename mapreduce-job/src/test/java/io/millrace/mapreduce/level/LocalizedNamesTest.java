package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels in other languages than English: only where the form says that they are java.util.logging's or Windows'. */
class LocalizedNamesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                Mai 01, 2024 10:00:00 AM    | INFORMATION  | WARNUNG       | SCHWERWIEGEND | AM FEINSTEN
                01.05.2024 10:00:00         | INFORMATION  | WARNUNG       | SCHWERWIEGEND | AM FEINSTEN
                mai 01, 2024 10:00:00 AM    | INFOS        | AVERTISSEMENT | GRAVE         | LE PLUS PRÉCIS
                1 mai 2024 10:00:00         | INFOS        | AVERTISSEMENT | GRAVE         | LE PLUS PRÉCIS
                may 01, 2024 10:00:00 a. m. | INFORMACIÓN  | ADVERTENCIA   | GRAVE         | MÁS DETALLADO
                mai. 01, 2024 10:00:00 AM   | INFORMAÇÕES  | ADVERTÊNCIA   | GRAVE         | O MAIS DETALHADO
                5月 01, 2024 10:00:00 午前   | 情報          | 警告           | 重大           | 最も詳細
                5月 01, 2024 10:00:00 上午   | 信息          | 警告           | 严重           | 非常详细""")
    void java_util_logging_on_two_lines(String time, String info, String warning, String severe, String finest) {
        assertThat(Levels.of(
                        time + " com.acme.X run",
                        info + ": no error was found",
                        time + " com.acme.X run",
                        warning + ": x",
                        "\tat a.b.C",
                        time + " com.acme.X",
                        severe + ": x",
                        "java.lang.IllegalStateException: INFO",
                        time + " com.acme.X",
                        finest + ": x"))
                .isEqualTo(Map.of("INFO", 1L, "WARN", 1L, "SEVERE", 1L, "FINEST", 1L));
    }

    @Test
    void a_name_that_is_two_levels_in_two_languages_makes_a_record_without_one() {
        assertThat(Levels.of(
                        "5月 01, 2024 10:00:00 午前 com.acme.X run",
                        "警告: x",
                        "5月 01, 2024 10:00:01 午前 com.acme.X run",
                        "詳細: x"))
                .isEqualTo(Map.of("WARN", 1L, "NONE", 1L));
    }

    @ParameterizedTest
    @CsvSource({
        "01-Mai-2024, INFORMATION, WARNUNG, FEIN",
        "01-mai-2024, INFOS, AVERTISSEMENT, PRÉCIS",
        "01-may-2024, INFORMACIÓN, ADVERTENCIA, DETALLADO",
        "01-5月-2024, 情報, 警告, 普通",
        "01-5月-2024, 信息, 警告, 详细"
    })
    void tomcat_on_one_line(String day, String info, String warning, String fine) {
        String rest = " [main] org.apache.catalina.startup.Catalina.start ERROR in text";
        assertThat(Levels.of(
                        day + " 10:00:00.000 " + info + rest,
                        day + " 10:00:01.000 " + warning + rest,
                        "\tat a.b.C",
                        day + " 10:00:02.000 " + fine + rest,
                        day + " 10:00:03.000 INFO" + rest))
                .isEqualTo(Map.of("INFO", 2L, "WARN", 1L, "FINE", 1L));
    }

    @ParameterizedTest
    @CsvSource({
        "Ebene:, Informationen, Warnung, Fehler",
        "Niveau :, Information, Avertissement, Erreur",
        "Nivel:, Información, Advertencia, Error",
        "Уровень:, Сведения, Предупреждение, Ошибка",
        "级别:, 信息, 警告, 错误",
        "レベル:, 情報, 警告, エラー"
    })
    void windows_events_as_text(String key, String info, String warning, String error) {
        for (String before : new String[] {"  " + key + " ", key + "         "}) {
            assertThat(Levels.of(
                            "Event[0]:",
                            "  Source: X",
                            before + info,
                            "  no error was found",
                            "",
                            "Event[1]:",
                            before + warning,
                            "Event[2]:",
                            before + error))
                    .isEqualTo(Map.of("INFO", 1L, "WARN", 1L, "ERROR", 1L));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INFOS, AVERTISSEMENT, GRAVE",
        "INFORMACIÓN, WARNUNG, SCHWERWIEGEND",
        "信息, 警告, 严重",
        "Сведения, Предупреждение, Ошибка"
    })
    void no_other_form_has_names_in_other_languages(String first, String second, String third) {
        for (String header : new String[] {"2024-05-01 10:00:00,000 ", "", "[main] "}) {
            for (String mark : new String[] {" [main] a.B - ", ": "}) {
                assertThat(Levels.of(
                                header + first + mark + "x", header + second + mark + "y", header + third + mark + "z"))
                        .as(header + mark)
                        .isEqualTo(Map.of("NONE", 3L));
            }
        }
    }
}
