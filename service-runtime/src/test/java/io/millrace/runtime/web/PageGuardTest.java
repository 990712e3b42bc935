package io.millrace.runtime.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageGuardTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "127.0.0.1:9870, -",
                "localhost:9870, -",
                "localhost, -",
                "LocalHost:9870, -",
                "-, -",
                "[::1]:9870, -",
                "127.0.0.1:9870, http://127.0.0.1:9870",
                "127.0.0.1:9864, http://localhost:9870",
                "localhost:9864, http://[::1]:9870"
            })
    void loopbackAnswersThisMachine(String host, String origin) {
        assertThat(refused(PageGuard.loopback(), host, origin)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, http://127.0.0.1:9870",
                "'', -",
                "evil.example:9870, -",
                "127.0.0.1.evil.example, -",
                "localhost.evil.example:80, -",
                "namenode:9870, -",
                "evil.example:9870, http://evil.example:9870",
                "127.0.0.1:9870, https://evil.example",
                "127.0.0.1:9870, http://localhost.evil.example",
                "127.0.0.1:9870, http://localhost@evil.example",
                "127.0.0.1:9870, null",
                "127.0.0.1:9870, file://",
                "127.0.0.1:9870, ::"
            })
    void loopbackRefusesOthers(String host, String origin) {
        assertThat(refused(PageGuard.loopback(), host, origin)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "cross-site, -, true",
                "cross-site, http://evil.example/page, true",
                "cross-site, about:blank, true",
                "cross-site, http://localhost:8080/, false",
                "same-site, -, false",
                "same-origin, -, false",
                "none, -, false"
            })
    void aRequestWithoutOriginIsJudgedByWhatTheBrowserSaysOfItsSite(String site, String referer, boolean refused) {
        Map<String, String> headers = new HashMap<>(Map.of("Host", "127.0.0.1:9870", "Sec-Fetch-Site", site));
        if (referer != null) {
            headers.put("Referer", referer);
        }
        assertThat(PageGuard.loopback().refusal(headers::get).isPresent()).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "namenode:9870, -, false",
                "localhost:9870, -, false",
                "3f2a9c0b11de:8042, http://resourcemanager:8088, false",
                "evil.example:9870, -, true",
                "namenode:9870, http://evil.example, true",
                "172.18.0.5:9870, http://evil.example, true",
                "NameNode:9870, -, false",
                "-, -, false"
            })
    void neighboursAreAskedByNamesWithoutADot(String host, String origin, boolean refused) {
        assertThat(refused(PageGuard.neighbours(), host, origin)).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sink.example:8081, -, false",
                "-, -, false",
                "sink.example:8081, http://sink.example:8081, false",
                "sink.example:8081, http://evil.example, true",
                "sink.example:8081, null, true"
            })
    void beyondLoopbackOnlyTheOriginCounts(String host, String origin, boolean refused) throws Exception {
        assertThat(refused(PageGuard.of(InetAddress.getByName("0.0.0.0")), host, origin))
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aServerOnLoopbackHasItsNames(String address) throws Exception {
        assertThat(refused(PageGuard.of(InetAddress.getByName(address)), "evil.example", null))
                .isTrue();
    }

    @Test
    void aServerOnAnotherLoopbackAddressIsAskedByItAndByItsName() throws Exception {
        PageGuard guard = PageGuard.of(InetAddress.getByAddress("Box.example", new byte[] {127, 0, 1, 1}));
        for (String host : List.of("127.0.1.1:8081", "box.example:8081", "BOX.example", "localhost:8081")) {
            assertThat(refused(guard, host, null)).as(host).isFalse();
            assertThat(refused(guard, host, "http://" + host)).as(host).isFalse();
            assertThat(refused(guard, host, "http://evil.example")).as(host).isTrue();
        }
        assertThat(refused(guard, "evil.example:8081", null)).isTrue();
        assertThat(refused(guard, "127.0.0.2:8081", null)).isTrue();
    }

    @Test
    void moreHostsAreThoseThatAreGiven() {
        PageGuard guard = PageGuard.neighbours().and(List.of("Hadoop.example", "192.0.2.7"));
        assertThat(refused(guard, "hadoop.example:9870", "http://hadoop.example:9870"))
                .isFalse();
        assertThat(refused(guard, "192.0.2.7:9870", null)).isFalse();
        assertThat(refused(guard, "namenode:9870", null)).isFalse();
        assertThat(refused(guard, "192.0.2.8:9870", null)).isTrue();
        assertThat(refused(guard, "hadoop.example:9870", "http://evil.example")).isTrue();
    }

    @Test
    void aRequestWithoutHostThatABrowserSentIsRefused() {
        assertThat(PageGuard.loopback().refusal(Map.of("Sec-Fetch-Site", "none")::get))
                .isPresent();
    }

    @Test
    void theReasonIsASentence() {
        assertThat(PageGuard.loopback().refusal(Map.of("Host", "evil.example")::get))
                .contains("host must be localhost");
    }

    private static boolean refused(PageGuard guard, String host, String origin) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Host", host);
        headers.put("Origin", origin);
        return guard.refusal(headers::get).isPresent();
    }
}
