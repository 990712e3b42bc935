package io.millrace.formats.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaGuessTest {
    private static SchemaGuess guess(String... texts) {
        SchemaGuess guess = new SchemaGuess();
        List.of(texts).forEach(guess::add);
        return guess;
    }

    private static Schema schema(String... texts) {
        return new Schema.Parser().parse(guess(texts).schema("orders").text());
    }

    /** Types as short text: logical types by their names, unions with bars. */
    private static String type(Schema schema) {
        if (schema.getLogicalType() != null) {
            return schema.getLogicalType().getName();
        }
        return switch (schema.getType()) {
            case UNION -> schema.getTypes().stream().map(SchemaGuessTest::type).collect(Collectors.joining("|"));
            case ARRAY -> "[" + type(schema.getElementType()) + "]";
            case MAP -> "{" + type(schema.getValueType()) + "}";
            case RECORD ->
                schema.getFields().stream()
                        .map(field -> field.name() + ":" + type(field.schema()))
                        .collect(Collectors.joining(",", "(", ")"));
            default -> schema.getType().getName();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{'a':1} # {'a':2} # (a:long)",
                "{'a':1} # {'a':2.5} # (a:double)",
                "{'a':1} # {'a':92233720368547758070} # (a:double)",
                "{'a':1} # {} # (a:null|long)",
                "{'a':1} # {'a':null} # (a:null|long)",
                "{'a':null} # {} # (a:null|string)",
                "{'a':true} # {'a':false} # (a:boolean)",
                "{'a':'x'} # {'a':'2026-01-01'} # (a:string)",
                "{'a':'2026-01-01'} # {'a':'2026-01-02'} # (a:date)",
                "{'a':'2026-01-01'} # {'a':'2026-01-02T10:00:00.5Z'} # (a:timestamp-millis)",
                "{'a':'2026-01-02T10:00:00.123456+01:00'} # {'a':'2026-01-02T10:00:00Z'} # (a:timestamp-micros)",
                "{'a':'2026-01-02T10:00:00'} # {'a':'2026-01-02T10:00:00Z'} # (a:string)",
                "{'a':[1,2]} # {'a':[2.5]} # (a:[double])",
                "{'a':[1,null]} # {'a':[]} # (a:[null|long])",
                "{'a':[]} # {'a':[]} # (a:[null|string])",
                "{'a':[{'b':1}]} # {'a':[{'c':'x'}]} # (a:[(b:null|long,c:null|string)])",
                "{'a':{'b':{'c':1}}} # {'a':{'b':{}}} # (a:(b:(c:null|long)))",
                "{'a':{}} # {'a':{}} # (a:{string})",
                "{'b':1,'a':2} # {'a':2,'c':3} # (b:null|long,a:long,c:null|long)"
            })
    void theSchemaHoldsWhatWasSeen(String one, String other, String expected) {
        assertThat(type(schema(one.replace('\'', '"'), other.replace('\'', '"'))))
                .isEqualTo(expected);
    }

    @Test
    void whatMayBeNullHasADefault() {
        assertThat(schema("{\"a\":1}", "{}").getField("a").defaultVal()).isNotNull();
        assertThat(schema("{\"a\":1}").getField("a").hasDefaultValue()).isFalse();
    }

    @Test
    void whatIsNotCertainIsSaid() {
        assertThat(guess(
                                "{\"a\":1,\"b\":null,\"when\":1767225600000}",
                                "{\"a\":\"x\",\"when\":1767225600001}",
                                "{\"a\":2}")
                        .schema("t")
                        .remarks())
                .containsExactly(
                        "field 'a': 1 of 3 values are strings, not numbers, and will be bad records",
                        "field 'b': only null was seen",
                        "field 'when': all may be times in millis; a logicalType such as timestamp-millis with"
                                + " --timestamp-unit makes a time of it");
        assertThat(guess("{\"a\":92233720368547758070}").schema("t").remarks())
                .containsExactly("field 'a': 1 of 1 numbers are beyond 64 bits and lose digits in a double");
        assertThat(guess("{\"t\":\"2026-01-01T00:00:00Z\"}", "{\"t\":\"-\"}")
                        .schema("t")
                        .remarks())
                .containsExactly("field 't': 1 of 2 strings are times, the others are not");
    }

    @Test
    void namesThatAvroDoesNotHaveAreLeftOutAndSaid() {
        AvroText schema = guess("{\"ok\":1,\"not ok\":2,\"a\":{\"1\":3}}").schema("my-topic.v2");
        Schema parsed = new Schema.Parser().parse(schema.text());
        assertThat(parsed.getName()).isEqualTo("my_topic_v2");
        assertThat(type(parsed)).isEqualTo("(ok:long,a:{string})");
        assertThat(schema.remarks())
                .containsExactly("field 'not ok' has a name that no Avro field can have, and is left out");
    }

    @Test
    void recordsOfOnePathHaveNamesOfTheirOwn() {
        assertThat(schema("{\"a\":{\"b\":{\"x\":1}},\"a_b\":{\"y\":2}}").toString())
                .contains("\"name\":\"a_b\"")
                .contains("\"name\":\"a_b_2\"");
    }

    @Test
    void namesThatAreDataMakeAMap() {
        SchemaGuess guess = new SchemaGuess();
        for (int i = 0; i < 300; i++) {
            guess.add("{\"by_user\":{\"u" + 2 * i + "\":" + i + ",\"u" + (2 * i + 1) + "\":null}}");
        }
        assertThat(type(new Schema.Parser().parse(guess.schema("t").text()))).isEqualTo("(by_user:{null|long})");
        assertThat(guess.refusal()).isEmpty();
    }

    @Test
    void whatIsNoObjectIsCountedAndLeftOut() {
        SchemaGuess guess = guess("[1]", "nothing", "{\"a\":1", "{\"a\":1} x", "7");
        assertThat(guess.objects()).isZero();
        assertThat(guess.others()).isEqualTo(5);
        assertThat(guess.refusal()).contains("has no JSON object with a field among the 5 values that were looked at");
        assertThatThrownBy(() -> guess.schema("t")).isInstanceOf(IllegalStateException.class);
    }
}
