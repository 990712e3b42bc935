package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.frame.FoundFrames;
import io.millrace.formats.value.FrameKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that cannot be read says nothing of the frames of the others. */
class FoundFramesTest extends GrowingTopic {
    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private final FoundFrames found = new FoundFrames(notes::add);

    @Test
    void aBadFirstRecordDoesNotDecide() throws Exception {
        schema(1, field("a", "\"int\""));
        TopicFormat format = TopicFormats.create(
                Settings.of(Values.AVRO, FileKind.JSONL).build(),
                "t",
                Long.MAX_VALUE,
                new FormatAids(found, Optional.of(registry)));
        for (String bad : List.of("", "ping")) {
            assertThatThrownBy(() -> format.route(TestRecord.of(bad)))
                    .hasMessage("value does not say by which schema it was written: it has no frame");
        }

        assertThat(files(format, record(1, "{\"a\":1}"))).containsExactly("{\"a\":1}\n");
        assertThat(notes)
                .containsExactly("Values of topic t have the frame confluent, as the first that could be read shows;"
                        + " --frame confluent says so from the start");
    }

    @Test
    void aBareRecordThatBeginsWithAZeroDoesNotDecideWithoutARegistry() throws Exception {
        Path schema = Files.writeString(
                folder.resolve("r.avsc"),
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + field("a", "\"int\"") + ","
                        + field("b", "\"string\"") + "]}");
        TopicFormat format = TopicFormats.create(
                Settings.of(Values.AVRO, FileKind.JSONL)
                        .schema(schema.toString())
                        .frame(FrameKind.AUTO)
                        .build(),
                "t",
                Long.MAX_VALUE,
                new FormatAids(found, Optional.empty()));
        TestRecord zero = TestRecord.of(new byte[] {0, 6, 'x', 'y', 'z'});
        assertThatThrownBy(() -> format.route(zero)).hasMessageEndingWith("--frame none says so");

        assertThat(Written.text(format, TestRecord.of(new byte[] {2, 2, 'x'}), zero))
                .isEqualTo("{\"a\":1,\"b\":\"x\"}\n{\"a\":0,\"b\":\"xyz\"}\n");
        assertThat(notes).hasSize(1);
    }
}
