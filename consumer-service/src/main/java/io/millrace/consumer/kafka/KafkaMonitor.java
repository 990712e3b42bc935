package io.millrace.consumer.kafka;

import io.millrace.runtime.retry.Outage;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka now and then whether it is there. A consumer does not tell: it waits in silence for brokers that are away,
 * which looks the same as a topic without news.
 */
final class KafkaMonitor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaMonitor.class);
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final Admin admin;
    private final Outage outage;
    private final Thread thread;

    KafkaMonitor(Admin admin, Outage outage) {
        this.admin = admin;
        this.outage = outage;
        this.thread = new Thread(this::run, "kafka-monitor");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ask();
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            log.trace("Monitor ends", e);
        }
    }

    private void ask() throws InterruptedException {
        try {
            admin.describeCluster().nodes().get(EVERY.toNanos(), TimeUnit.NANOSECONDS);
            outage.healed();
        } catch (ExecutionException e) {
            outage.failed(e);
        } catch (TimeoutException e) {
            outage.failed(new TimeoutException("no answer within " + EVERY.toSeconds() + " s"));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
