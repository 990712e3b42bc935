package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines as many programs write them; each case is a file of its own and names the levels of its records. */
class RealFormsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void the_levels_of_a_file_are_found(String name, String levels, String text) {
        var expected = new TreeMap<String, Long>();
        Arrays.stream(levels.split(" ")).filter(l -> !l.isEmpty()).forEach(l -> expected.merge(l, 1L, Long::sum));
        assertThat(Levels.of(text.split("\n"))).isEqualTo(expected);
    }

    static Stream<Arguments> files() {
        return Stream.of(
                file("log4j", "INFO WARN ERROR DEBUG FATAL TRACE", """
                        2024-05-01 10:00:00,001 INFO  [main] com.acme.Start: Starting
                        2024-05-01 10:00:00,002 WARN  [main] com.acme.Start: an ERROR was expected
                        2024-05-01 10:00:00,003 ERROR [pool-1 thread 2] com.acme.Job: failed
                        java.lang.IllegalStateException: WARN is no level here
                        \tat com.acme.Job.run(Job.java:12)
                        Caused by: java.io.IOException: ERROR 5
                        \t... 12 more
                        2024-05-01 10:00:00,004 DEBUG [main] com.acme.Start: x
                        2024-05-01 10:00:00,005 FATAL [main] com.acme.Start: y
                        2024-05-01 10:00:00,005 TRACE [main] com.acme.Start: z"""),
                file("log4j TTCC", "INFO ERROR", """
                        467 [main] INFO org.acme.Sort - Populating
                        495 [main] ERROR org.acme.Sort - Not INFO"""),
                file("logback, thread before level", "INFO DEBUG", """
                        10:15:03.123 [main] INFO  c.acme.App - hello
                        10:15:03.124 [http-nio-8080-exec-1] DEBUG c.acme.App - an ERROR"""),
                file("spring boot", "INFO WARN", """
                        2024-05-01T10:00:00.001+02:00  INFO 4711 --- [acme] [           main] c.a.App   : Started ERROR
                        2024-05-01T10:00:00.002+02:00  WARN 4711 --- [acme] [           main] c.a.App   : x"""),
                file("jul", "INFO SEVERE WARN", """
                        May 01, 2024 10:00:00 AM com.acme.Main run
                        INFO: started
                        May 01, 2024 10:00:01 AM com.acme.Main run
                        SEVERE: broken
                        java.lang.RuntimeException: INFO
                        \tat com.acme.Main.run(Main.java:1)
                        May 01, 2024 10:00:01 AM com.acme.Main run
                        WARNING: careful"""),
                file("tomcat", "INFO SEVERE", """
                        01-May-2024 10:00:00.000 INFO [main] org.apache.catalina.startup.Catalina.load Initialization
                        01-May-2024 10:00:00.000 SEVERE [main] org.apache.catalina.core.X.y Failed INFO"""),
                file("jboss", "INFO WARN", """
                        10:00:00,123 INFO  [org.jboss.modules] (main) JBoss Modules version
                        10:00:00,124 WARN  [org.jboss.modules] (MSC service thread 1-2) x"""),
                file("cassandra, level first", "INFO WARN", """
                        INFO  [main] 2024-05-01 10:00:00,001 CassandraDaemon.java:1 - ERROR text
                        WARN  [GossipStage:1] 2024-05-01 10:00:00,001 Gossiper.java:1 - x"""),
                file("elasticsearch", "INFO WARN", """
                        [2024-05-01T10:00:00,001][INFO ][o.e.n.Node               ] [node-1] ERROR starting
                        [2024-05-01T10:00:00,001][WARN ][o.e.b.BootstrapChecks    ] [node-1] x"""),
                file("kafka", "INFO ERROR", """
                        [2024-05-01 10:00:00,001] INFO [Log partition=a-0] x WARN (kafka.log.Log)
                        [2024-05-01 10:00:00,001] ERROR Error while (kafka.server.X)
                        java.io.IOException: no
                        \tat x.y"""),
                file("apache 2.2", "NOTICE ERROR", """
                        [Wed May 01 10:00:00 2024] [notice] Apache configured, error none
                        [Wed May 01 10:00:00 2024] [error] [client 10.0.0.1] File does not exist: /notice"""),
                file("apache 2.4", "ERROR NOTICE WARN", """
                        [Wed May 01 10:00:00.902022 2024] [core:error] [pid 1:tid 2] [client 10.0.0.1:1] x warn
                        [Wed May 01 10:00:00.902022 2024] [mpm_event:notice] [pid 1:tid 2] AH00489
                        [Wed May 01 10:00:00.902022 2024] [ssl:warn] [pid 1] x"""),
                file("nginx", "ERROR WARN EMERGENCY", """
                        2024/05/01 10:00:00 [error] 12#12: *1 open() failed warn
                        2024/05/01 10:00:00 [warn] 12#12: *1 x
                        2024/05/01 10:00:00 [emerg] 12#12: bind()"""),
                file("windows cbs", "INFO ERROR", """
                        2024-05-01 04:30:30, Info                  CBS    Loaded Error stack
                        2024-05-01 04:30:31, Error                 CSI    00000001 x"""),
                file("openstack", "INFO WARN", """
                        nova-api.log.1.2024-05-01_13:53:08 2024-05-01 00:00:00.008 25746 INFO nova.wsgi [req-1 - - -] GET
                        nova-api.log.1.2024-05-01_13:53:08 2024-05-01 00:00:00.009 25746 WARNING nova.wsgi [req-1] x"""),
                file("bluegene", "INFO FATAL ERROR FAILURE SEVERE", """
                        - 1117838570 2005.06.03 R02-M1 2005-06-03-15.42.50.363779 R02-M1 RAS KERNEL INFO cache ERROR x
                        KERNDTLB 1117838571 2005.06.03 R02-M1 2005-06-03-15.42.50.363779 R02-M1 RAS KERNEL FATAL data
                        - 1117838572 2005.06.03 R02-M1 2005-06-03-15.42.50.363779 R02-M1 RAS DISCOVERY ERROR bad INFO
                        - 1117838573 2005.06.03 NULL 2005-06-03-15.42.50.363779 NULL RAS BGLMASTER FAILURE ciodb
                        - 1117838573 2005.06.03 NULL 2005-06-03-15.42.50.363779 NULL NULL DISCOVERY SEVERE x"""),
                file("android threadtime", "DEBUG VERBOSE INFO WARN ERROR", """
                        03-17 16:13:38.811  1702  2395 D WindowManager: printing E
                        03-17 16:13:38.811  1702  2395 V PhoneStatusBar: x
                        03-17 16:13:38.811  1702  2395 I am: y
                        03-17 16:13:38.811  1702  2395 W ActivityManager: z
                        03-17 16:13:38.811  1702  2395 E AndroidRuntime: FATAL EXCEPTION: main"""),
                file("android brief", "DEBUG ERROR", """
                        D/dalvikvm( 123): GC_CONCURRENT freed
                        E/AndroidRuntime( 4567): FATAL"""),
                file("android studio", "DEBUG", """
                        2024-05-01 10:00:00.000 123-456/com.acme D/Tag: message ERROR"""),
                file("glog and klog", "INFO WARN ERROR FATAL", """
                        I0501 10:00:00.000000   1234 server.go:12] WARN
                        W0501 10:00:00.000000   1234 server.go:12] x
                        E0501 10:00:00.000000   1234 server.go:12] x
                        goroutine 1 [running]:
                        F0501 10:00:00.000000   1234 server.go:12] x"""),
                file("kubernetes container", "INFO WARN ERROR", """
                        2024-05-01T10:00:00.000000000Z stdout F 2024-05-01 10:00:00,000 INFO a.b.C: x
                        2024-05-01T10:00:00.000000000Z stderr F W0501 10:00:00.000000       1 reflector.go:1] x
                        2024-05-01T10:00:00.000000000Z stdout F {"level":"error","msg":"x"}
                        2024-05-01T10:00:00.000000000Z stdout F \tat a.b.C"""),
                file("logfmt", "WARN INFO ERROR", """
                        time="2024-05-01T10:00:00Z" level=warning msg="level=error is text" id=1
                        ts=2024-05-01T10:00:00Z caller=x.go:1 level=info msg=y
                        level=error ts=1 msg="x \\" level=info\""""),
                file("logfmt after a header", "INFO ERROR", """
                        May  1 10:00:00 host dockerd[12]: time="2024-05-01T10:00:00Z" level=info msg="error"
                        May  1 10:00:00 host dockerd[12]: time="2024-05-01T10:00:00Z" level=error msg="x\""""),
                file("json", "ERROR INFO WARN NONE", """
                        {"ts":"2024-05-01T10:00:00Z","level":"error","msg":"\\"level\\":\\"info\\""}
                        {"severity":"INFO","message":"x","nested":{"level":"fatal"}}
                        {"msg":"level is warn","labels":["level","error"],"Level":"Warning"}
                        {"msg":"no level here ERROR"}"""),
                file("json, elastic common schema", "WARN ERROR", """
                        {"@timestamp":"2024-05-01T10:00:00Z","log.level":"WARN","message":"x"}
                        {"@timestamp":"2024-05-01T10:00:00Z","log":{"logger":"a","level":"error"},"message":"x"}"""),
                file("bunyan and pino", "INFO ERROR FATAL TRACE DEBUG WARN", """
                        {"name":"a","hostname":"h","pid":1,"level":30,"msg":"x","time":"2024-05-01T10:00:00Z","v":0}
                        {"level":50,"time":1714557600000,"pid":1,"hostname":"h","msg":"level 30"}
                        {"level":60,"time":1714557600000}
                        {"level":10,"time":1714557600000}
                        {"level":20,"time":1714557600000}
                        {"level":40,"time":1714557600000}"""),
                file("monolog json", "WARN ERROR", """
                        {"message":"x","context":{"level":1},"level":300,"level_name":"WARNING","channel":"app"}
                        {"message":"x","level":400,"channel":"app"}"""),
                file("gelf and journald", "ERROR INFO", """
                        {"version":"1.1","host":"h","short_message":"x","level":3}
                        {"__REALTIME_TIMESTAMP":"1","PRIORITY":"6","MESSAGE":"error"}"""),
                file("mongodb json", "INFO WARN DEBUG", """
                        {"t":{"$date":"2024-05-01T10:00:00.000+00:00"},"s":"I","c":"NETWORK","id":1,"msg":"x"}
                        {"t":{"$date":"2024-05-01T10:00:00.000+00:00"},"s":"W","c":"NETWORK","id":1,"msg":"x"}
                        {"t":{"$date":"2024-05-01T10:00:00.000+00:00"},"s":"D1","c":"NETWORK","id":1,"msg":"x"}"""),
                file("mongodb text", "INFO WARN", """
                        2024-05-01T10:00:00.000+0000 I NETWORK  [conn1] end connection
                        2024-05-01T10:00:00.000+0000 W REPL     [rsBackgroundSync] x"""),
                file("serilog compact", "INFO ERROR", """
                        {"@t":"2024-05-01T10:00:00Z","@mt":"Hello {User}","User":"level"}
                        {"@t":"2024-05-01T10:00:00Z","@mt":"x","@l":"Error"}"""),
                file("serilog text", "INFO WARN ERROR", """
                        2024-05-01 10:00:00.000 +02:00 [INF] Started
                        2024-05-01 10:00:00.000 +02:00 [WRN] x
                        2024-05-01 10:00:00.000 +02:00 [ERR] x"""),
                file("opentelemetry", "INFO ERROR", """
                        {"timeUnixNano":"1","severityNumber":9,"severityText":"INFO","body":"x"}
                        {"timeUnixNano":"1","severityNumber":17,"body":"x"}"""),
                file("docker json around a text log", "WARN INFO", """
                        {"log":"2024-05-01 10:00:00,001 WARN  x \\n","stream":"stdout","time":"2024-05-01T10:00:00Z"}
                        {"log":"time=1 level=info msg=x\\n","stream":"stdout","time":"2024-05-01T10:00:00Z"}"""),
                file("python logging", "INFO WARN CRITICAL", """
                        2024-05-01 10:00:00,123 - my.module - INFO - an ERROR
                        2024-05-01 10:00:00,123 - root - WARNING - x
                        Traceback (most recent call last):
                          File "x.py", line 1, in <module>
                        ValueError: ERROR
                        2024-05-01 10:00:00,123 - root - CRITICAL - x"""),
                file("python basic", "INFO WARN ERROR", """
                        INFO:root:started
                        WARNING:django.request:ERROR Not Found
                        ERROR:root:x
                        Traceback (most recent call last):
                        ValueError: x"""),
                file("airflow, celery, gunicorn, uvicorn", "INFO INFO WARN INFO", """
                        [2024-05-01, 10:00:00 UTC] {taskinstance.py:1} INFO - ERROR
                        [2024-05-01 10:00:00,000: INFO/MainProcess] ERROR
                        [2024-05-01 10:00:00,000: WARNING/ForkPoolWorker-1] x
                        [2024-05-01 10:00:00 +0000] [123] [INFO] Starting ERROR"""),
                file("jupyter", "INFO WARN", """
                        [I 10:00:00.000 NotebookApp] Serving ERROR
                        [W 2024-05-01 10:00:00.000 ServerApp] x"""),
                file("go slog, zap, zerolog", "INFO INFO WARN INFO", """
                        2024/05/01 10:00:00 INFO hello count=3
                        2024-05-01T10:00:00.000Z\tINFO\tmain.go:1\tERROR
                        2024-05-01T10:00:00.000+0200\tWARN\tmain.go:1\tx
                        2024-05-01T10:00:00Z INF started level=error"""),
                file("logrus terminal", "INFO WARN ERROR", """
                        INFO[0000] a walrus appears   animal=walrus
                        WARN[0001] x
                        ERRO[0001] x"""),
                file("vault", "INFO ERROR", """
                        2024-05-01T10:00:00.000Z [INFO]  core: error
                        2024-05-01T10:00:00.000Z [ERROR] core: x"""),
                file("etcd", "INFO ERROR", """
                        2024-05-01 10:00:00.000000 I | etcdserver: E | x
                        2024-05-01 10:00:00.000000 E | etcdserver: x"""),
                file("rust", "INFO WARN", """
                        [2024-05-01T10:00:00Z INFO  my_crate] ERROR
                        2024-05-01T10:00:00.000000Z  WARN my_crate: x"""),
                file("ruby", "INFO ERROR", """
                        I, [2024-05-01T10:00:00.000000 #123]  INFO -- : Started ERROR
                        E, [2024-05-01T10:00:00.000000 #123] ERROR -- : x"""),
                file("monolog", "ERROR INFO", """
                        [2024-05-01 10:00:00] local.ERROR: INFO {"exception":"x"}
                        [2024-05-01T10:00:00.000000+00:00] app.INFO: x [] []"""),
                file("postgresql", "LOG ERROR FATAL WARN", """
                        2024-05-01 10:00:00.000 UTC [1] LOG:  database system is ready, ERROR
                        2024-05-01 10:00:00.000 UTC [2] ERROR:  relation does not exist at character 15
                        2024-05-01 10:00:00.000 UTC [2] STATEMENT:  select error
                        2024-05-01 10:00:00.000 UTC [3] FATAL:  password
                        2024-05-01 10:00:00.000 UTC [3] DETAIL:  Role
                        2024-05-01 10:00:00.000 UTC [4] user@db WARNING:  x"""),
                file("mysql", "SYSTEM WARN ERROR NOTICE", """
                        2024-05-01T10:00:00.000000Z 0 [System] [MY-010116] [Server] mysqld starting
                        2024-05-01T10:00:00.000000Z 0 [Warning] [MY-010068] [Server] CA ERROR
                        2024-05-01T10:00:00.000000Z 0 [ERROR] [MY-010119] [Server] x
                        2024-05-01T10:00:00.000000Z 0 [Note] [MY-010119] [Server] x"""),
                file("redis", "NOTICE WARN", """
                        123:M 01 May 2024 10:00:00.000 * Ready # ERROR
                        123:M 01 May 2024 10:00:00.000 # WARNING overcommit"""),
                file("syslog with priority", "CRITICAL NOTICE INFO", """
                        <34>1 2024-05-01T10:00:00.003Z host su - ID47 - 'su root' failed error
                        <165>May  1 10:00:00 host app: x
                        <30>May  1 10:00:00 host app: ERROR"""),
                file("syslog without level", "NONE NONE NONE", """
                        Jun 14 15:16:01 combo sshd(pam_unix)[19939]: authentication failure; ERROR
                        Jun 14 15:16:02 combo su(pam_unix)[21416]: session opened for user cyrus
                        Jun 14 15:16:02 combo sshd[21416]: error: Received disconnect"""),
                file("openwrt", "INFO ERROR", """
                        Wed May  1 10:00:00 2024 daemon.info dnsmasq[1]: error
                        Wed May  1 10:00:00 2024 kern.err kernel: x"""),
                file("asl", "NOTICE ERROR", """
                        May  1 10:00:00 host com.apple.launchd[1] <Notice>: error
                        May  1 10:00:00 host kernel[0] <Error>: x"""),
                file("weblogic", "NOTICE ERROR", """
                        ####<May 1, 2024 10:00:00 AM UTC> <Notice> <Server> <host> <> <error> x
                        ####<May 1, 2024 10:00:00 AM UTC> <Error> <Server> <host> x"""),
                file("rabbitmq", "INFO ERROR", """
                        2024-05-01 10:00:00.000 [info] <0.1.0> error
                        2024-05-01 10:00:00.000 [error] <0.1.0> x"""),
                file("minecraft", "INFO WARN", """
                        [10:00:00] [Server thread/INFO]: Done ERROR
                        [10:00:00] [Server thread/WARN]: x"""),
                file("chromium", "ERROR WARN", """
                        [123:456:0501/100000.000000:ERROR:gpu_init.cc(1)] WARNING
                        [123:456:0501/100000.000000:WARNING:gpu_init.cc(1)] x"""),
                file("bars, commas and colons", "INFO ERROR WARN DEBUG", """
                        2024-05-01 10:00:00.0000|INFO|Acme.Logger|ERROR
                        2024-05-01 10:00:00,my.host,ERROR,text INFO
                        2024-05-01T10:00:00Z;WARN;text INFO
                        2024-05-01 10:00:00,123:root:DEBUG:text INFO"""),
                file("maven", "INFO WARN ERROR", """
                        [INFO] Scanning for projects...
                        [WARNING] an ERROR
                        [ERROR] x"""),
                file(".net console", "INFO WARN", """
                        info: Microsoft.Hosting.Lifetime[0]
                              Now listening on error
                        warn: Microsoft.Hosting.Lifetime[14]
                              x"""),
                file("slf4j simple", "INFO ERROR", """
                        [main] INFO com.acme.Main - ERROR
                        [main] ERROR com.acme.Main - x"""),
                file("jenkins", "INFO WARN", """
                        2024-05-01 10:00:00.000+0000 [id=1]\tINFO\thudson.X#run: ERROR
                        2024-05-01 10:00:00.000+0000 [id=1]\tWARNING\thudson.X#run: x"""),
                file("access log", "NONE NONE", """
                        10.0.0.1 - - [01/May/2024:10:00:00 +0000] "GET /ERROR HTTP/1.1" 200 12 "-" "INFO"
                        10.0.0.2 - bob [01/May/2024:10:00:00 +0000] "GET / HTTP/1.1" 500 12"""),
                file("no level at all", "NONE NONE NONE NONE", """
                        20240501-22:15:29:606|Step_LSC|30002312|onStandStepChanged 3579
                        [10.30 16:49:06] chrome.exe - proxy.example:5070 open through proxy error
                        134681 node-246 unix.hw state_change.unavailable 1077804742 1 Component State ERROR
                        - 1131566461 2005.11.09 dn228 Nov 9 12:01:01 dn228/dn228 crond(pam_unix)[2915]: ERROR"""),
                file("a header without a level is a record of its own", "INFO NONE NONE", """
                        2024-05-01 10:00:00,001 INFO  a: x
                        2024-05-01 10:00:00,001 Starting ERROR handler
                        2024-05-01 10:00:00,001 ERROR_CODE=12 INFO.txt
                        an ERROR text that belongs to it"""),
                file("prose", "NONE NONE NONE", """
                        ERROR handling is described here.
                        It knows INFO and WARN.
                        3 ERROR messages were seen."""));
    }

    private static Arguments file(String name, String levels, String text) {
        return Arguments.of(name, levels, text);
    }
}
