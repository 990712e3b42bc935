package io.millrace.consumer.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFilterTest {

    private static final String ORDER = "{\"level\":\"ERROR\",\"amount\":30.5,\"count\":3,\"big\":12345678901234567890,"
            + "\"ok\":true,\"none\":null,\"http\":{\"status\":503},\"tags\":[\"a\",\"b\"],\"odd-name\":\"x\",\"json\":1}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json.level == 'ERROR'",
                "json.level.startsWith('ERR')",
                "json.amount > 30",
                "json.count == 3 && json.count == 3.0 && json.count < 3.5",
                "json.big > 1.2e19",
                "json.ok",
                "!json.ok || json.http.status >= 500",
                "json.none == null",
                "'a' in json.tags && size(json.tags) == 2 && json.tags[1] == 'b'",
                "json.tags.exists(tag, tag == 'b')",
                "json['odd-name'] == 'x'",
                "has(json.level) && !has(json.absent)",
                "json.json == 1",
                "json.level == 'ERROR' && message.partition == 2 && message.value.contains('503')",
                "json.absent == 1 || message.offset == 7"
            })
    void looksIntoTheFieldsOfAnyJson(String filter) throws Exception {
        assertThat(passes(filter, ORDER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json.level == 'WARN'",
                "json.absent == 'x'",
                "!(json.absent == 'x')",
                "json.level > 3",
                "json.level.missing == 1",
                "json.amount",
                "json == null"
            })
    void aMessageForWhichItDoesNotHoldOrCannotBeSaidDoesNotPass(String filter) throws Exception {
        assertThat(passes(filter, ORDER)).isFalse();
    }

    @Test
    void whatIsNoJsonHasNoFields() throws Exception {
        for (String value : new String[] {"plain text", "", "{\"level\":\"ERROR\"", "{} {}", "{\"a\":1} x"}) {
            assertThat(passes("json.level == 'ERROR'", value)).as(value).isFalse();
            assertThat(passes("json == null", value)).as(value).isTrue();
            assertThat(passes("has(json.level) || message.offset == 7", value))
                    .as(value)
                    .isTrue();
        }
        assertThat(passes("json == 5", "5")).isTrue();
        assertThat(passes("json[0] == 1", "[1]")).isTrue();
        assertThat(passes("json.a == 1", "[".repeat(501) + "]".repeat(501))).isFalse();
    }

    @Test
    void wordsInQuotesDoNotDecideWhatItIsAbout() throws Exception {
        assertThat(passes("message.value == 'json.level'", "json.level")).isTrue();
        assertThatThrownBy(() -> MessageFilter.compile("reading.unit == 'message.x' && reading.valu > 1"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("unknown field 'reading.valu'; did you mean 'value'?");
    }

    @Test
    void aFieldOfTheUsersOwnIsAnsweredWithHowItIsNamed() {
        assertThatThrownBy(() -> MessageFilter.compile("level == 'ERROR'"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("unknown name 'level'; a field of a value in JSON is named json.level;")
                .hasMessageContaining("message.key, message.value")
                .hasMessageContaining("reading.device_id")
                .hasMessageContaining("weather.station_id");
        assertThatThrownBy(() -> MessageFilter.compile("message.valu == 'x'"))
                .hasMessageContaining("did you mean 'value'?")
                .hasMessageContaining("json.FIELD");
        assertThatThrownBy(() -> MessageFilter.compile("json.level ==")).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> MessageFilter.compile("json.level + 'x' == 1 == 2 ?"))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> MessageFilter.compile("message.offset + 1"))
                .hasMessageContaining("must be of type bool");
    }

    private static boolean passes(String filter, String value) throws ExpressionException {
        return MessageFilter.compile(filter)
                .passes(new MessageFacts("k", value, JsonValues.in(value), 2, 7, 0), Optional::empty);
    }
}
