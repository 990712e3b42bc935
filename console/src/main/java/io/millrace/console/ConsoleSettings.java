package io.millrace.console;

import io.millrace.console.landed.HdfsPlace;
import io.millrace.console.services.ServiceDirectory;
import io.millrace.console.web.Login;
import io.millrace.consumer.tail.Described;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.web.PageGuard;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What a console looks at, and where it is shown.
 *
 * @param kafka how to reach Kafka
 * @param described what schemas say of messages; empty if nothing is known of any
 * @param hdfs what landed; empty without HDFS
 * @param database where alerts are stored; empty without a database
 * @param services which services there are
 * @param address where to listen; port 0 takes a free one
 * @param portOption what users call the port, for messages
 * @param guard which requests are answered
 * @param login who may see it; empty for everybody that reaches it
 * @param tls what the page is shown with; empty for plain HTTP
 * @param rules what the rules of alerts say, by their names
 */
public record ConsoleSettings(
        KafkaSettings kafka,
        Optional<Described> described,
        Optional<HdfsPlace> hdfs,
        Optional<DatabaseSettings> database,
        ServiceDirectory services,
        InetSocketAddress address,
        String portOption,
        PageGuard guard,
        Optional<Login> login,
        Optional<SSLContext> tls,
        Supplier<Map<String, String>> rules) {}
