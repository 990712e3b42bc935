package io.millrace.stack.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.web.PageGuard;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class GuardSettingsTest {
    private final Configuration settings = new Configuration(false);

    @Test
    void hostsThatAreNamedInTheSettingsAreAnswered() {
        assertThat(isAnswered("hadoop.example:9870")).isFalse();
        settings.set(WebPagesGuard.HOSTS, " Hadoop.example , 192.0.2.7");
        assertThat(isAnswered("hadoop.example:9870")).isTrue();
        assertThat(isAnswered("192.0.2.7:9864")).isTrue();
        assertThat(isAnswered("localhost:9870")).isTrue();
        assertThat(isAnswered("evil.example:9870")).isFalse();
        assertThat(isAnswered("namenode:9870")).isFalse();
        settings.setBoolean(WebPagesGuard.NEIGHBOURS, true);
        assertThat(isAnswered("namenode:9870")).isTrue();
    }

    @Test
    void theContainersSettingMayBeEmpty() {
        settings.set(WebPagesGuard.HOSTS, "${env.MILLRACE_TEST_OF_NO_SUCH_VARIABLE:-}");
        assertThat(settings.get(WebPagesGuard.HOSTS)).isEmpty();
        assertThat(isAnswered("localhost:9870")).isTrue();
        assertThat(isAnswered("")).isFalse();
    }

    private boolean isAnswered(String host) {
        PageGuard guard = DataNodeGuard.initializeState(settings);
        return guard.refusal(Map.of("Host", host)::get).isEmpty();
    }
}
