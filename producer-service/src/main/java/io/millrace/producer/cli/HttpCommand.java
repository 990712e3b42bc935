package io.millrace.producer.cli;

import io.millrace.producer.http.HttpIntake;
import io.millrace.producer.http.HttpSettings;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.CheckedCommand;
import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.Secrets;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.runtime.kafka.KafkaSettings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code http}: lines that clients post into a topic. */
@Command(
        name = "http",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes lines by HTTP POST into a topic. A request is answered with 200 after Kafka has all of its lines, in one"
                    + " transaction; with an Idempotency-Key it is stored once however often it is sent."
        })
public final class HttpCommand implements CheckedCommand {
    /** What a line is. */
    enum Format {
        json,
        text
    }

    private final ShutdownSignal signal;

    private static final Duration LONGEST_MEMORY = Duration.ofDays(365);

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "${env:HTTP_SOURCE_ADDRESS:-127.0.0.1}",
            description =
                    "Address to listen at; 0.0.0.0 is all. Others than loopback need a token [HTTP_SOURCE_ADDRESS]. Default: ${DEFAULT-VALUE}")
    private String address;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:HTTP_SOURCE_PORT:-8480}",
            description = "Port to listen at; 0 takes a free one [HTTP_SOURCE_PORT]. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:HTTP_SOURCE_TOKEN_FILE}",
            description = "File that holds what clients must show as 'Authorization: Bearer' [HTTP_SOURCE_TOKEN_FILE]."
                    + " Default: the variable HTTP_SOURCE_TOKEN, else none")
    private Path tokenFile;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "${env:KAFKA_TOPIC_NAME:-http}",
            description = "Topic of the records [KAFKA_TOPIC_NAME]. Default: ${DEFAULT-VALUE}")
    private String topic;

    @Option(
            names = "--value-format",
            defaultValue = "${env:HTTP_SOURCE_VALUE_FORMAT:-json}",
            description =
                    "json refuses requests with a line that is no JSON, text takes any line [HTTP_SOURCE_VALUE_FORMAT]."
                            + " Default: ${DEFAULT-VALUE}")
    private Format format;

    @Option(
            names = "--max-request-bytes",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:HTTP_SOURCE_MAX_REQUEST_BYTES:-8000000}",
            description = "Longest body, unpacked [HTTP_SOURCE_MAX_REQUEST_BYTES]. Default: ${DEFAULT-VALUE}")
    private DataSize maxRequest = DataSize.UNREAD;

    @Option(
            names = "--max-waiting-bytes",
            paramLabel = "SIZE",
            converter = DataSize.Converter.class,
            defaultValue = "${env:HTTP_SOURCE_MAX_WAITING_BYTES:-64000000}",
            description =
                    "While requests that wait for Kafka take more memory than this, further ones are answered with 503"
                            + " [HTTP_SOURCE_MAX_WAITING_BYTES]. Default: ${DEFAULT-VALUE}")
    private DataSize maxWaiting = DataSize.UNREAD;

    @Option(
            names = "--answer-timeout",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:HTTP_SOURCE_ANSWER_TIMEOUT_SECONDS:-30}s",
            description = "A request that Kafka has not taken for so long is answered with 503, which says"
                    + " whether it is stored later [HTTP_SOURCE_ANSWER_TIMEOUT_SECONDS]. Default: ${DEFAULT-VALUE}")
    private TimeSpan answerTimeout = TimeSpan.UNREAD;

    @Option(
            names = "--remember-keys",
            paramLabel = "TIME",
            converter = TimeSpan.Converter.class,
            defaultValue = "${env:HTTP_SOURCE_REMEMBER_KEYS_HOURS:-24}h",
            description = "How long an Idempotency-Key is remembered [HTTP_SOURCE_REMEMBER_KEYS_HOURS]. Default:"
                    + " ${DEFAULT-VALUE}")
    private TimeSpan rememberKeys = TimeSpan.UNREAD;

    @Mixin
    private SourceOptions options;

    public HttpCommand(ShutdownSignal signal) {
        this.signal = signal;
    }

    @Override
    public Integer call(Problems problems) throws Exception {
        problems.require(port >= 0 && port <= 65_535, "--port", port, "must be from 0 to 65535")
                .require(
                        maxRequest.bytes() >= 1 && maxRequest.bytes() <= 1_000_000_000,
                        "--max-request-bytes",
                        maxRequest,
                        "must be from 1 to 1000000000")
                .require(maxWaiting.bytes() >= 1, "--max-waiting-bytes", maxWaiting, "must be at least 1")
                .require(
                        rememberKeys.isPositive() && rememberKeys.duration().compareTo(LONGEST_MEMORY) <= 0,
                        "--remember-keys",
                        rememberKeys,
                        "must be more than 0 and at most 365d");
        Duration timeout = Intervals.upToADay("--answer-timeout", answerTimeout, problems);
        Optional<String> token =
                problems.collect(() -> Secrets.readOr("--token-file", tokenFile, System.getenv("HTTP_SOURCE_TOKEN")));
        if (token != null && token.filter(String::isBlank).isPresent()) {
            problems.add("--token-file is '" + tokenFile + "', must hold a token");
        }
        KafkaSettings kafka = options.check(problems, topic);
        Optional<InetAddress> listen = Host.listen("--address", address, problems);
        if (token != null && token.isEmpty()) {
            listen.ifPresent(chosen -> problems.require(
                    chosen.isLoopbackAddress(),
                    "--address",
                    address,
                    "must be a loopback address unless --token-file or HTTP_SOURCE_TOKEN gives a token"));
        }
        problems.throwIfAny();
        HttpSettings settings = new HttpSettings(
                listen.orElseThrow(),
                port,
                token,
                format == Format.json,
                (int) maxRequest.bytes(),
                maxWaiting.bytes(),
                timeout,
                rememberKeys.duration());
        options.run("http", signal, kafka)
                .run(List.of(
                        new SourceRun.Part(topic, "", observability -> new HttpIntake(settings, Clock.systemUTC()))));
        return 0;
    }
}
