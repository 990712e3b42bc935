package io.millrace.console;

import io.millrace.console.alerts.AlertsReader;
import io.millrace.console.alerts.ShownAlert;
import io.millrace.console.kafka.ClusterReader;
import io.millrace.console.kafka.KafkaClients;
import io.millrace.console.kafka.MessageSearch;
import io.millrace.console.kafka.TopicLook;
import io.millrace.console.landed.Hdfs;
import io.millrace.console.landed.Landing;
import io.millrace.console.landed.RootState;
import io.millrace.console.live.LiveSources;
import io.millrace.console.live.LiveView;
import io.millrace.console.services.HttpAsking;
import io.millrace.console.services.ServiceWatch;
import io.millrace.console.web.Api;
import io.millrace.console.web.ConsoleServer;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A console at work: the page, and what looks for it. */
public final class Console implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Console.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private ConsoleServer server;

    private Console() {}

    /**
     * Starts it. No server that it looks at need be there.
     *
     * @throws ServiceException if the port is taken
     */
    public static Console start(ConsoleSettings settings) {
        Console console = new Console();
        try {
            console.open(settings);
            return console;
        } catch (IOException | IllegalArgumentException e) {
            console.close();
            throw new ServiceException(
                    "%s is %d, must be a free port on %s: %s"
                            .formatted(
                                    settings.portOption(),
                                    settings.address().getPort(),
                                    settings.address().getHostString(),
                                    e.getMessage()),
                    e);
        } catch (RuntimeException e) {
            console.close();
            throw e;
        }
    }

    /** Where the page is. */
    public URI address() {
        return server.address();
    }

    private void open(ConsoleSettings settings) throws IOException {
        KafkaClients clients = opened(new KafkaClients(settings.kafka()));
        Optional<Landing> landing =
                settings.hdfs().map(Hdfs::new).map(this::opened).map(Landing::on);
        Optional<AlertsReader> alerts =
                settings.database().map(AlertsReader::new).map(this::opened);
        ClusterReader cluster = new ClusterReader(clients, settings.kafka().bootstrapServers());
        ServiceWatch services = new ServiceWatch(settings.services(), new HttpAsking(), System::nanoTime);
        LiveView view = opened(new LiveView(
                new LiveSources(
                        cluster::look,
                        settings.kafka().bootstrapServers(),
                        services::look,
                        landing.map(Console::look),
                        alerts.map(Console::look)),
                Clock.systemUTC()));
        server = opened(new ConsoleServer(
                settings.address(),
                settings.guard(),
                settings.login(),
                settings.tls(),
                new Api(
                        view,
                        new TopicLook(clients),
                        new MessageSearch(clients, settings.described()),
                        landing,
                        alerts,
                        settings.rules())));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.push(one);
        return one;
    }

    private static LiveSources.LandedLook look(Landing landing) {
        return new LiveSources.LandedLook() {
            @Override
            public List<RootState> look() throws IOException {
                return landing.roots().look();
            }

            @Override
            public String address() {
                return landing.hdfs().address();
            }

            @Override
            public String web() {
                return landing.hdfs().web();
            }
        };
    }

    private static LiveSources.AlertsLook look(AlertsReader alerts) {
        return new LiveSources.AlertsLook() {
            @Override
            public OptionalLong count() throws IOException {
                return alerts.count();
            }

            @Override
            public List<ShownAlert> newest(int most) throws IOException {
                return alerts.newest(new AlertsReader.Wanted("", "", "", OptionalLong.empty(), most));
            }

            @Override
            public String address() {
                return alerts.address();
            }
        };
    }

    /** In the reverse order of opening: what is looked through goes after those that look. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable one = open.pop();
            try {
                one.close();
            } catch (Exception e) {
                log.warn("{} could not be closed", one.getClass().getSimpleName(), e);
            }
        }
    }
}
