package io.millrace.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class AskedTest {
    private static Asked asked(String query) throws Asked.BadRequestException {
        return new Asked(URI.create("/api/messages?" + query));
    }

    @Test
    void valuesAreDecoded() throws Exception {
        Asked asked = asked("topic=a%26b&text=%3Cscript%3E&of=1&of=2&follow=true&empty");
        assertThat(asked.path()).isEqualTo("/api/messages");
        assertThat(asked.text("topic")).isEqualTo("a&b");
        assertThat(asked.text("text")).isEqualTo("<script>");
        assertThat(asked.all("of")).containsExactly("1", "2");
        assertThat(asked.is("follow")).isTrue();
        assertThat(asked.text("empty")).isEmpty();
        assertThat(asked.text("missing")).isEmpty();
    }

    @Test
    void wrongOnesAreSaid() throws Exception {
        Asked asked = asked("n=many&offset=-1&big=99999999999999999999&partition=3000000000&m=7");
        assertThatThrownBy(() -> asked.number("n")).hasMessage("parameter n is 'many', must be a whole number");
        assertThatThrownBy(() -> asked.number("offset")).hasMessageContaining("'-1'");
        assertThatThrownBy(() -> asked.number("big")).hasMessageContaining("must be a whole number");
        assertThatThrownBy(asked::partition).hasMessageContaining("must be a partition");
        assertThatThrownBy(() -> asked.within("m", 1, 5, 1)).hasMessage("parameter m is 7, must be from 1 to 5");
        assertThatThrownBy(() -> asked.required("topic")).hasMessage("parameter topic is missing");
    }
}
