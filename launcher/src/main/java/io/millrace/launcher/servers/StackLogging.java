package io.millrace.launcher.servers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Sends what the servers log to files of their own, as they have when each runs in its own process. */
public final class StackLogging {
    private static final String PATTERN = "%d{\"yyyy-MM-dd HH:mm:ss,SSS\",UTC} %-5level [%thread] %logger: %msg%n%rEx";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<String, FileAppender<ILoggingEvent>> appenders = new HashMap<>();
    private final Path folder;

    private StackLogging(Path folder) {
        this.folder = folder;
    }

    /** From now on all of this JVM's log goes to files in the folder. */
    public static void into(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ServiceException("log folder " + folder
                    + " cannot be made, must be a folder that may be written to (" + e.getMessage() + ")");
        }
        StackLogging logging = new StackLogging(folder);
        logging.context.reset();
        logging.route("stack.log", Level.INFO, Logger.ROOT_LOGGER_NAME);
        // The launcher's own clients: not part of the broker's log.
        logging.route("stack.log", Level.WARN, "org.apache.kafka.clients", "org.apache.kafka.common");
        logging.route("kafka.log", Level.INFO, "kafka", "org.apache.kafka", "state.change.logger");
        logging.route(
                "namenode.log",
                Level.INFO,
                "org.apache.hadoop.hdfs.server.namenode",
                "org.apache.hadoop.hdfs.server.blockmanagement",
                "org.apache.hadoop.hdfs.StateChange",
                "BlockStateChange");
        logging.route(
                "datanode.log",
                Level.INFO,
                "org.apache.hadoop.hdfs.server.datanode",
                "org.apache.hadoop.hdfs.server.common");
        // One INFO line per file operation: an audit log that nobody reads here.
        logging.logger("org.apache.hadoop.hdfs.server.namenode.FSNamesystem.audit")
                .setLevel(Level.OFF);
        // The cluster class's own warnings about being a test class.
        logging.logger("org.apache.hadoop.hdfs.MiniDFSCluster").setLevel(Level.WARN);
    }

    /** The log files that the servers write, all of which exist once they run. */
    public static List<String> serverLogs() {
        return List.of("kafka.log", "namenode.log", "datanode.log");
    }

    private void route(String file, Level level, String... loggers) {
        FileAppender<ILoggingEvent> appender = appenders.computeIfAbsent(file, this::appender);
        for (String name : loggers) {
            Logger logger = logger(name);
            logger.setLevel(level);
            logger.setAdditive(false);
            logger.addAppender(appender);
        }
    }

    private FileAppender<ILoggingEvent> appender(String file) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(PATTERN);
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName(file);
        appender.setFile(folder.resolve(file).toString());
        appender.setAppend(true);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private Logger logger(String name) {
        return context.getLogger(name);
    }
}
