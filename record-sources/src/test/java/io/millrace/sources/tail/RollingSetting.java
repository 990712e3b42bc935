package io.millrace.sources.tail;

import io.millrace.sources.tail.RollingWriter.Framework;
import java.nio.file.Path;

/** How Logback and Log4j2 roll their files over: each of their policies, as their manuals write them. */
enum RollingSetting {
    LOGBACK_TIME(Xml.logback(true, Xml.timed("app.%d{SECOND}.log"))),
    LOGBACK_TIME_GZIP(Xml.logback(true, Xml.timed("app.%d{SECOND}.log.gz"))),
    LOGBACK_TIME_ZIP(Xml.logback(true, Xml.timed("app.%d{SECOND}.log.zip"))),
    LOGBACK_TIME_WITHOUT_ACTIVE_FILE(Xml.logback(false, Xml.timed("app.%d{SECOND}.log"))),
    LOGBACK_TIME_WITHOUT_ACTIVE_FILE_GZIP(Xml.logback(false, Xml.timed("app.%d{SECOND}.log.gz"))),
    LOGBACK_PRUDENT(Xml.logback(false, "<prudent>true</prudent>" + Xml.timed("app.%d{SECOND}.log"))),
    LOGBACK_SIZE_AND_TIME(Xml.logback(true, Xml.sizedAndTimed("app.%d{MINUTE}.%i.log", ""))),
    LOGBACK_SIZE_AND_TIME_GZIP(Xml.logback(true, Xml.sizedAndTimed("app.%d{MINUTE}.%i.log.gz", ""))),
    LOGBACK_SIZE_AND_TIME_ZIP(Xml.logback(true, Xml.sizedAndTimed("app.%d{MINUTE}.%i.log.zip", ""))),
    LOGBACK_TOTAL_SIZE_CAP(Xml.logback(
            true,
            Xml.sizedAndTimed(
                    "app.%d{MINUTE}.%i.log", "<maxHistory>100</maxHistory><totalSizeCap>CAP</totalSizeCap>"))),
    LOGBACK_FIXED_WINDOW(Xml.logback(true, Xml.fixedWindow("app.%i.log"))),
    LOGBACK_FIXED_WINDOW_GZIP(Xml.logback(true, Xml.fixedWindow("app.%i.log.gz"))),
    LOGBACK_FIXED_WINDOW_ZIP(Xml.logback(true, Xml.fixedWindow("app.%i.log.zip"))),

    LOG4J_TIME(Xml.log4j("app-%d{SECOND}.log", Xml.TIMED, Xml.NO_MAX)),
    LOG4J_TIME_GZIP(Xml.log4j("app-%d{SECOND}.log.gz", Xml.TIMED, Xml.NO_MAX)),
    LOG4J_TIME_ZIP(Xml.log4j("app-%d{SECOND}.log.zip", Xml.TIMED, Xml.NO_MAX)),
    LOG4J_TIME_BZIP2(Xml.log4j("app-%d{SECOND}.log.bz2", Xml.TIMED, Xml.NO_MAX)),
    LOG4J_TIME_XZ(Xml.log4j("app-%d{SECOND}.log.xz", Xml.TIMED, Xml.NO_MAX)),
    LOG4J_SIZE_MAX(Xml.log4j("app-%i.log", Xml.SIZED, Xml.window("max"))),
    LOG4J_SIZE_MAX_GZIP(Xml.log4j("app-%i.log.gz", Xml.SIZED, Xml.window("max"))),
    LOG4J_SIZE_MIN(Xml.log4j("app-%i.log", Xml.SIZED, Xml.window("min"))),
    LOG4J_SIZE_MIN_GZIP(Xml.log4j("app-%i.log.gz", Xml.SIZED, Xml.window("min"))),
    LOG4J_SIZE_AND_TIME(Xml.log4j("app-%d{MINUTE}-%i.log", Xml.TIMED + Xml.SIZED, Xml.NO_MAX)),
    LOG4J_SIZE_AND_TIME_GZIP(Xml.log4j("app-%d{MINUTE}-%i.log.gz", Xml.TIMED + Xml.SIZED, Xml.NO_MAX)),
    LOG4J_CREATE_ON_DEMAND(
            Xml.log4j("app-%d{SECOND}.log", Xml.TIMED, Xml.NO_MAX, Xml.ACTIVE + " createOnDemand=\"true\"")),
    LOG4J_DIRECT_WRITE(Xml.log4j("app-%d{MINUTE}-%i.log", Xml.TIMED + Xml.SIZED, Xml.DIRECT, "")),
    LOG4J_DIRECT_WRITE_GZIP(Xml.log4j("app-%d{MINUTE}-%i.log.gz", Xml.TIMED + Xml.SIZED, Xml.DIRECT, "")),
    LOG4J_DELETE(Xml.log4j("app-%d{MINUTE}-%i.log", Xml.TIMED + Xml.SIZED, Xml.DELETE));

    private static final String SECOND = "yyyy-MM-dd_HH-mm-ss";
    private static final String MINUTE = "yyyy-MM-dd_HH-mm";
    /** Files that are kept where only so many or so much is. */
    private static final int KEPT = 20;

    private final String configuration;

    RollingSetting(String configuration) {
        this.configuration = configuration;
    }

    Framework framework() {
        return name().startsWith("LOGBACK") ? Framework.LOGBACK : Framework.LOG4J;
    }

    /** The configuration of a log in this folder. */
    String configuration(Path logs, int bytes) {
        return configuration
                .replace("SECOND", SECOND)
                .replace("MINUTE", MINUTE)
                .replace("KEPT", String.valueOf(KEPT))
                .replace("CAP", String.valueOf((long) KEPT * bytes))
                .replace("SIZE", String.valueOf(bytes))
                .replace("LOGS", logs.toString());
    }

    /** Pieces of configurations. */
    private static final class Xml {
        static final String TIMED = "<TimeBasedTriggeringPolicy/>";
        static final String SIZED = "<SizeBasedTriggeringPolicy size=\"SIZE\"/>";
        static final String NO_MAX = "<DefaultRolloverStrategy fileIndex=\"nomax\"/>";
        static final String DIRECT = "<DirectWriteRolloverStrategy maxFiles=\"100000\"/>";
        static final String ACTIVE = "fileName=\"LOGS/app.log\"";
        static final String DELETE = "<DefaultRolloverStrategy fileIndex=\"nomax\"><Delete basePath=\"LOGS\">"
                + "<IfFileName glob=\"app-*.log\"><IfAccumulatedFileSize exceeds=\"CAP\"/></IfFileName></Delete>"
                + "</DefaultRolloverStrategy>";

        private Xml() {}

        static String logback(boolean active, String rolling) {
            return "<configuration><shutdownHook class=\"ch.qos.logback.core.hook.DefaultShutdownHook\"/>"
                    + "<appender name=\"A\" class=\"ch.qos.logback.core.rolling.RollingFileAppender\">"
                    + (active ? "<file>LOGS/app.log</file>" : "")
                    + rolling
                    + "<encoder><pattern>%d %-5level [%thread] %logger: %msg%n</pattern></encoder></appender>"
                    + "<root level=\"INFO\"><appender-ref ref=\"A\"/></root></configuration>";
        }

        static String timed(String pattern) {
            return policy("TimeBasedRollingPolicy", pattern, "");
        }

        static String sizedAndTimed(String pattern, String more) {
            return policy("SizeAndTimeBasedRollingPolicy", pattern, "<maxFileSize>SIZE</maxFileSize>" + more);
        }

        static String fixedWindow(String pattern) {
            return policy("FixedWindowRollingPolicy", pattern, "<minIndex>1</minIndex><maxIndex>KEPT</maxIndex>")
                    + "<triggeringPolicy class=\"ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy\">"
                    + "<maxFileSize>SIZE</maxFileSize><checkIncrement>200 milliseconds</checkIncrement>"
                    + "</triggeringPolicy>";
        }

        private static String policy(String name, String pattern, String more) {
            return "<rollingPolicy class=\"ch.qos.logback.core.rolling." + name + "\"><fileNamePattern>LOGS/" + pattern
                    + "</fileNamePattern>" + more + "</rollingPolicy>";
        }

        static String log4j(String pattern, String policies, String strategy) {
            return log4j(pattern, policies, strategy, ACTIVE);
        }

        static String log4j(String pattern, String policies, String strategy, String attributes) {
            return "<Configuration status=\"WARN\"><Appenders><RollingFile name=\"A\" " + attributes
                    + " filePattern=\"LOGS/" + pattern
                    + "\"><PatternLayout pattern=\"%d %-5level [%t] %logger: %msg%n\"/><Policies>" + policies
                    + "</Policies>" + strategy + "</RollingFile></Appenders>"
                    + "<Loggers><Root level=\"INFO\"><AppenderRef ref=\"A\"/></Root></Loggers></Configuration>";
        }

        static String window(String index) {
            return "<DefaultRolloverStrategy fileIndex=\"" + index + "\" max=\"KEPT\"/>";
        }
    }
}
