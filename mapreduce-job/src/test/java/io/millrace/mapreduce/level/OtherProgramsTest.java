package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines of further programs, as they write them to disk; each case is a file of its own. */
class OtherProgramsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource({"collections", "servers", "languages", "systems", "json"})
    void the_levels_of_a_file_are_found(String name, String levels, String text) {
        var expected = new TreeMap<String, Long>();
        Arrays.stream(levels.split(" ")).filter(l -> !l.isEmpty()).forEach(l -> expected.merge(l, 1L, Long::sum));
        assertThat(Levels.of(text.replace("<ESC>", "\u001B").split("\n"))).isEqualTo(expected);
    }

    /** What the sets of public log collections look like. */
    static Stream<Arguments> collections() {
        return Stream.of(
                file("linux", none(5), """
                        Jun 14 15:16:01 combo sshd(pam_unix)[19939]: authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=218.188.2.4\s
                        Jun 15 02:04:59 combo sshd(pam_unix)[20882]: authentication failure; logname= uid=0 user=root
                        Jun 15 04:06:18 combo su(pam_unix)[21416]: session opened for user cyrus by (uid=0)
                        Jun 15 04:06:20 combo logrotate: ALERT exited abnormally with [1]
                        Jul  1 00:21:28 combo -- MARK --"""),
                file("mac", none(7), """
                        Jul  1 09:00:55 calvisitor-10-105-160-95 kernel[0]: IOThunderboltSwitch<0>(0x0)::listenerCallback - Thunderbolt HPD packet
                        Jul  1 09:01:05 calvisitor-10-105-160-95 com.apple.CDScheduler[43]: Thermal pressure state: 1 Memory pressure state: 0
                        Jul  1 09:01:06 calvisitor-10-105-160-95 QQ[10018]: FA||Url||taskID[2019352994] dealloc
                        Jul  1 09:02:26 calvisitor-10-105-160-95 mdworker[31678]: (ImportBailout.Error:1331) Asked to exit for Diskarb
                        Jul  1 09:04:10 authorMacBook-Pro secd[276]:  SOSAccountThisDeviceCanSyncWithCircle sync with device failure: Error Domain=com.apple.security.sos.error Code=1035 "Account identity not set" UserInfo={NSDescription=Account identity not set}
                        Jul  1 09:06:20 authorMacBook-Pro com.apple.xpc.launchd[1] (com.apple.xpc.launchd.domain.pid.Agent.31702): Path not allowed in target domain: type = pid, path = /a
                        Jul  2 10:11:26 authorMacBook-Pro GoogleSoftwareUpdateAgent[31702]: 2017-07-02 10:11:26.323 GoogleSoftwareUpdateAgent[31702/0x700000323000] [lvl=2] -[KSAgentApp(KeystoneDelegate) updateEngineFinishedWithErrors:] Keystone finished: errors=0"""),
                file("spark", "INFO WARN ERROR", """
                        17/06/09 20:10:40 INFO executor.CoarseGrainedExecutorBackend: Registered signal handlers for [TERM, HUP, INT]
                        17/06/09 20:10:41 WARN util.NativeCodeLoader: Unable to load ERROR
                        17/06/09 20:10:45 ERROR executor.Executor: Exception in task 0.0
                        java.lang.OutOfMemoryError: INFO
                        \tat org.apache.spark.X.y(X.scala:1)"""),
                file("bluegene", "INFO INFO FATAL SEVERE", """
                        - 1117838570 2005.06.03 R02-M1-N0-C:J12-U11 2005-06-03-15.42.50.363779 R02-M1-N0-C:J12-U11 RAS KERNEL INFO instruction cache parity error corrected
                        - 1117838573 2005.06.03 R23-M0-NE-C:J05-U01 2005-06-03-15.42.53.276129 R23-M0-NE-C:J05-U01 RAS KERNEL INFO 63543 double-hummer alignment exceptions
                        APPREAD 1117869872 2005.06.04 R04-M1-N4-I:J18-U11 2005-06-04-00.24.32.432192 R04-M1-N4-I:J18-U11 RAS APP FATAL ciod: failed to read message prefix on control stream
                        - 1118536327 2005.06.11 UNKNOWN_LOCATION 2005-06-11-17.32.07.581048 UNKNOWN_LOCATION NULL DISCOVERY SEVERE Can not get assembly information"""),
                file("hpc", none(3), """
                        134681 node-246 unix.hw state_change.unavailable 1077804742 1 Component State Change: Component \\042alt0\\042 is in the unavailable state (HWID=3180)
                        350766 node-109 unix.hw net.niff.up 1084680778 1 NIFF: node node-109 detected an available network connection
                        2557996 node-D1 gige temperature 1111111111 1 ambient=30 level=error"""),
                file("thunderbird", none(3), """
                        - 1131566461 2005.11.09 dn228 Nov 9 12:01:01 dn228/dn228 crond(pam_unix)[2915]: session closed for user root
                        - 1131566479 2005.11.09 en257 Nov 9 12:01:19 en257/en257 ntpd[1978]: error: synchronized to 10.100.20.250, stratum 3
                        VAPI 1131567083 2005.11.09 tbird-admin1 Nov 9 12:11:23 local@tbird-admin1 /apps/x86_64/system/ganglia-3.0.1/sbin/gmetad[1682]: data_thread() got not answer from any ERROR datasource"""),
                file("openstack", "INFO WARN INFO ERROR", """
                        nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008 25746 INFO nova.osapi_compute.wsgi.server [req-38101a0b-2096-447d-96ea-a692162415ae 113d3a99c3da401fbd62cc2caa5b96d2 54fadb412c4e40cdbaed9335e4c35a9e - - -] 10.11.10.1 "GET /v2/servers HTTP/1.1" status: 200
                        nova-compute.log.1.2017-05-16_13:55:31 2017-05-16 00:00:04.500 2931 WARNING nova.virt.libvirt.imagecache [req-addc1839 - - - - -] Unknown base file: /var/lib/nova
                        nova-scheduler.log.1.2017-05-16_13:56:13 2017-05-16 00:00:10.108 25998 INFO nova.scheduler.host_manager [req - - - - -] ERROR
                        nova-compute.log.1.2017-05-16_13:55:31 2017-05-16 00:00:04.500 2931 ERROR oslo_service.periodic_task [-] x"""),
                file("proxifier", none(4), """
                        [10.30 16:49:06] chrome.exe - proxy.cse.cuhk.edu.hk:5070 open through proxy proxy.cse.cuhk.edu.hk:5070 HTTPS
                        [10.30 16:49:07] SogouCloud.exe - get.sogou.com:80 error : Could not connect through proxy proxy.cse.cuhk.edu.hk:5070 - Proxy server cannot establish a connection with the target, status code 403
                        [10.30 17:04:09] Skype.exe *64 - 91.190.216.125:443 close, 0 bytes sent, 0 bytes received, lifetime <1 sec
                        [10.30 16:49:08] chrome.exe - get.error.com:80 close, 451 bytes sent"""),
                file("healthapp", none(3), """
                        20171223-22:15:29:606|Step_LSC|30002312|onStandStepChanged 3579
                        20171223-22:15:29:633|Step_StandReportReceiver|30002312|onReceive action: android.intent.action.SCREEN_ON
                        20171223-22:15:29:648|Step_SPUtils|30002312|getTodayTotalDetailSteps = 1514038440000##6993##548365##8661##12266##27164404"""),
                file("android", "DEBUG VERBOSE INFO ERROR WARN", """
                        03-17 16:13:38.811  1702  2395 D WindowManager: printFreezingDisplayLogsopening app wtoken = AppWindowToken{9f4ef63 token=Token{a64f992 ActivityRecord{de9231d u0 com.tencent.qt.qtl/.activity.info.NewsDetailXmlActivity t761}}}, allDrawn= false
                        03-17 16:13:38.820  1702  8671 V ActivityManager: Destroying surface
                        03-17 16:13:38.936  1702 14638 I PowerManager_screenOn: DisplayPowerStatesetColorFadeLevel: level=1.0 E
                        03-17 16:15:11.300  2227  2227 E TextView: get icon 1
                        03-17 16:15:11.300  2227  2227 W art     : I am no level"""),
                file("openssh", none(5), """
                        Dec 10 06:55:46 LabSZ sshd[24200]: reverse mapping checking getaddrinfo for ns.marryaldkfaczcz.com [173.234.31.186] failed - POSSIBLE BREAK-IN ATTEMPT!
                        Dec 10 06:55:48 LabSZ sshd[24200]: Failed password for invalid user webmaster from 173.234.31.186 port 38926 ssh2
                        Dec 10 09:11:34 LabSZ sshd[24449]: PAM service(sshd) ignoring max retries; 6 > 3
                        Dec 10 09:32:20 LabSZ sshd[24680]: error: Received disconnect from 103.99.0.122: 14: No more user authentication methods available. [preauth]
                        Dec 10 11:03:42 LabSZ sshd[25452]: fatal: Write failed: Connection reset by peer [preauth]"""),
                file("windows", "INFO INFO WARN", """
                        2016-09-28 04:30:30, Info                  CBS    Loaded Servicing Stack v6.1.7601.23505 with Core: C:\\Windows\\winsxs\\cbscore.dll
                        2016-09-28 04:30:31, Info                  CSI    00000001@2016/9/27:20:30:31.455 WcpInitialize (wcp.dll version 0.0.0.6) called (stack @0x7fed806eb5d Error)
                        2016-09-28 04:30:31, Warning               CBS    Unrecognized packageExtended attribute."""));
    }

    /** Servers and what runs beside them. */
    static Stream<Arguments> servers() {
        return Stream.of(
                file("nginx", "ERROR CRITICAL ALERT NOTICE WARN", """
                        2024/05/01 10:00:00 [error] 31#31: *1 open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory), client: 172.17.0.1, server: localhost, request: "GET /favicon.ico HTTP/1.1", host: "localhost"
                        2024/05/01 10:00:00 [crit] 31#31: *2 SSL_do_handshake() failed
                        2024/05/01 10:00:00 [alert] 31#31: worker process 32 exited on signal 9
                        2024/05/01 10:00:00 [notice] 1#1: using the "epoll" event method
                        2024/05/01 10:00:00 [warn] 1#1: the "user" directive makes sense only if"""),
                file("envoy", "INFO WARN", """
                        [2024-05-01 10:00:00.000][1][info][main] [source/server/server.cc:1] initializing error
                        [2024-05-01 10:00:00.000][1][warning][config] [source/common/x.cc:1] gRPC config error"""),
                file("istio", "INFO WARN ERROR", """
                        2024-05-01T10:00:00.000000Z\tinfo\tFLAG: --log_as_json="false"
                        2024-05-01T10:00:00.000000Z\twarn\tca\terror
                        2024-05-01T10:00:00.000000Z\terror\tx"""),
                file("haproxy", "WARN NOTICE ALERT", """
                        [WARNING]  (1) : config : missing timeouts
                        [NOTICE]   (1) : New worker (8) forked
                        [ALERT]    (1) : Current worker (8) exited with code 139"""),
                file("consul and terraform", "INFO WARN DEBUG TRACE", """
                        2017/05/26 05:10:07 [INFO] raft: Node at 10.0.0.1:8300 entering ERROR state
                        2017/05/26 05:10:07 [WARN] serf: x
                        2024-05-01T10:00:00.000Z [DEBUG] provider: x
                        2024-05-01T10:00:00.000Z [TRACE] statemgr.Filesystem: x"""),
                file("consul, indented", "INFO INFO ERROR", """
                        2017/05/26 05:10:07 [INFO] raft: Node
                        2017/05/26 05:10:08 [INFO] serf: ERROR
                        2017/05/26 05:10:09 [ERR] agent: x""".indent(4)),
                file("cassandra 2, padded level first", "INFO WARN ERROR INFO", """
                         INFO [main] 2013-09-01 10:00:00,001 CassandraDaemon.java (line 1) ERROR
                         WARN [main] 2013-09-01 10:00:00,001 x.java (line 1) y
                        ERROR [CompactionExecutor:1] 2013-09-01 10:00:00,001 x.java (line 1) y
                        java.io.IOException: x
                                at org.apache.X.y(X.java:1)
                         INFO [main] 2013-09-01 10:00:00,001 x.java (line 1) y"""),
                file("elasticsearch 2", "INFO WARN", """
                        [2016-01-01 10:00:00,000][INFO ][node                     ] [Blob] version[2.1.1], pid[1], build[40e2c53/2015-12-15T13:05:55Z]
                        [2016-01-01 10:00:00,000][WARN ][bootstrap                ] [Blob] unable ERROR
                        org.elasticsearch.ElasticsearchException: x"""),
                file("elasticsearch 8 JSON", "WARN INFO", """
                        {"@timestamp":"2024-05-01T10:00:00.000Z", "log.level": "WARN", "message":"x", "ecs.version": "1.2.0","service.name":"ES_ECS"}
                        {"type": "server", "timestamp": "2024-05-01T10:00:00,000Z", "level": "INFO", "component": "o.e.n.Node", "message": "error" }"""),
                file("clickhouse", "DEBUG INFO ERROR", """
                        2024.05.01 10:00:00.000000 [ 1234 ] {} <Debug> Application: x
                        2024.05.01 10:00:00.000000 [ 1234 ] {f1b2-44} <Information> executeQuery: error
                        2024.05.01 10:00:00.000000 [ 1234 ] {} <Error> TCPHandler: Code: 60."""),
                file("couchdb", "NOTICE ERROR", """
                        [notice] 2024-05-01T10:00:00.000000Z nonode@nohost <0.9.0> -------- error
                        [error] 2024-05-01T10:00:00.000000Z nonode@nohost <0.9.0> -------- x"""),
                file("postgresql on rds", "LOG ERROR", """
                        2024-05-01 10:00:00 UTC::@:[1234]:LOG:  checkpoint starting: time
                        2024-05-01 10:00:00 UTC:10.0.0.1(55000):user@db:[1235]:ERROR:  relation "x" does not exist at character 15
                        2024-05-01 10:00:00 UTC:10.0.0.1(55000):user@db:[1235]:STATEMENT:  select WARNING"""),
                file("postgresql without a time", "LOG LOG ERROR LOG", """
                        LOG:  database system was shut down at 2024-05-01 10:00:00 UTC
                        LOG:  autovacuum launcher started
                        ERROR:  relation "x" does not exist at character 15
                        STATEMENT:  select * from x;
                        LOG:  x"""),
                file("postgresql of red hat", "LOG FATAL", """
                        < 2024-05-01 10:00:00.000 UTC > LOG:  database system is ready to accept connections
                        < 2024-05-01 10:00:00.000 UTC > FATAL:  the database system is starting up"""),
                file("mysql 5.5 and mariadb", "NOTICE NOTICE WARN ERROR NONE", """
                        240501 10:00:00 [Note] Plugin 'FEDERATED' is disabled.
                        2024-05-01 10:00:00 0 [Note] InnoDB: Using Linux native AIO
                        2024-05-01 10:00:00 140 [Warning] 'user' entry 'root@x' ignored in --skip-name-resolve mode.
                        2024-05-01 10:00:00 0 [ERROR] mysqld: Table error
                        240501 10:00:00  InnoDB: Initializing buffer pool, size = 128.0M"""),
                file("neo4j, solr, hive, trino, nifi", "INFO WARN INFO INFO WARN", """
                        2024-05-01 10:00:00.000+0000 INFO  Starting ERROR
                        2024-05-01 10:00:00.000 WARN  (qtp1-12) [c:x s:y r:z] o.a.s.c.S x
                        2024-05-01T10:00:00,000 INFO  [main] ql.Driver: x
                        2024-05-01T10:00:00.000Z\tINFO\tmain\tio.trino.server.Server\tx
                        2024-05-01 10:00:00,000 WARN [Flow Service Tasks Thread-1] o.a.nifi.X y"""),
                file("squid and access logs", none(3), """
                        1286536309.586    921 192.168.0.68 TCP_MISS/200 507 POST http://x/ERROR - DIRECT/x text/xml
                        10.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326
                        http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 "GET http://x/ERROR" - -"""),
                file("iis", none(1), """
                        #Software: Microsoft Internet Information Services 10.0
                        #Fields: date time s-ip cs-method cs-uri-stem
                        2024-05-01 10:00:00 10.0.0.1 GET /ERROR - 80 - 10.0.0.2 Mozilla/5.0 - 200 0 0 15"""),
                file("docker compose", "INFO WARN", """
                        web_1  | 2024-05-01 10:00:00,001 INFO  a.b.C: x
                        db_1   | 2024-05-01 10:00:00,001 WARN  a.b.C: ERROR"""));
    }

    /** Logging libraries of many languages. */
    static Stream<Arguments> languages() {
        return Stream.of(
                file("python", "WARN ERROR INFO CRITICAL", """
                        WARNING:root:msg
                        ERROR:app.db:INFO
                        INFO:werkzeug:127.0.0.1 - - [01/May/2024 10:00:00] "GET / HTTP/1.1" 200 -
                        CRITICAL:root:x"""),
                file("django, flask, scrapy, loguru", "WARN ERROR INFO DEBUG", """
                        WARNING 2024-05-01 10:00:00,000 log 123 456 Not Found: /ERROR
                        [2024-05-01 10:00:00,000] ERROR in app: Exception on / [GET]
                        2024-05-01 10:00:00 [scrapy.utils.log] INFO: Scrapy 2.11 started
                        2024-05-01 10:00:00.000 | DEBUG    | __main__:<module>:1 - ERROR"""),
                file("structlog", "INFO WARN", """
                        2024-05-01 10:00:00 [info     ] user logged in                 level=error
                        2024-05-01 10:00:00 [warning  ] x                              id=1"""),
                file("uvicorn", "INFO INFO WARN", """
                        INFO:     Started server process [1]
                        INFO:     127.0.0.1:50000 - "GET /ERROR HTTP/1.1" 200 OK
                        WARNING:  StatReload detected changes"""),
                file("glog", "INFO WARN ERROR", """
                        I0102 15:04:05.000000 12345 main.cc:10] E
                        W0102 15:04:05.000000 12345 main.cc:10] x
                        E0102 15:04:05.000000 12345 main.cc:10] x
                        """),
                file("klog, structured", "INFO ERROR INFO", """
                        I0501 10:00:00.000000       1 controller.go:116] "Pod status updated" pod="kube-system/kubedns" status="ready"
                        E0501 10:00:00.000000       1 controller.go:116] "Failed to update" err="timeout"
                        I0501 10:00:00.000000       1 controller.go:116] ERROR"""),
                file("rust", "INFO WARN ERROR DEBUG", """
                        [2024-01-02T15:04:05Z INFO  my_crate::module] ERROR
                        [2024-01-02T15:04:05Z WARN  my_crate] x
                        [2024-01-02T15:04:05Z ERROR my_crate] x
                        [2024-01-02T15:04:05Z DEBUG my_crate] x"""),
                file("rust, coloured", "INFO WARN", """
                        <ESC>[2m2024-05-01T10:00:00.000000Z<ESC>[0m <ESC>[32m INFO<ESC>[0m <ESC>[2mmy_crate<ESC>[0m<ESC>[2m:<ESC>[0m ERROR
                        <ESC>[2m2024-05-01T10:00:00.000000Z<ESC>[0m <ESC>[33m WARN<ESC>[0m <ESC>[2mmy_crate<ESC>[0m<ESC>[2m:<ESC>[0m x"""),
                file("spring boot", "INFO DEBUG ERROR", """
                        2024-05-01 10:00:00.001  INFO 4711 --- [           main] o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat started on port(s): 8080 (http) ERROR
                        2024-05-01 10:00:00.001 DEBUG 4711 --- [nio-8080-exec-1] o.s.w.f.CommonsRequestLoggingFilter      : x
                        2024-05-01T10:00:00.001Z ERROR 1 --- [nio-8080-exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet]    : Servlet.service() threw
                        java.lang.NullPointerException: null
                        \tat com.acme.X.y(X.java:1) ~[classes!/:na]"""),
                file("spring boot, coloured", "INFO WARN", """
                        2024-05-01T10:00:00.001+02:00 <ESC>[32m INFO<ESC>[m <ESC>[35m4711<ESC>[m <ESC>[2m---<ESC>[m <ESC>[2m[main]<ESC>[m x
                        2024-05-01T10:00:00.002+02:00 <ESC>[33m WARN<ESC>[m <ESC>[35m4711<ESC>[m <ESC>[2m---<ESC>[m <ESC>[2m[main]<ESC>[m ERROR"""),
                file("rails in production", "INFO ERROR DEBUG", """
                        I, [2024-05-01T10:00:00.000000 #123]  INFO -- : [1a2b] Started GET "/" for 10.0.0.1
                        E, [2024-05-01T10:00:00.000000 #123] ERROR -- : [1a2b] x
                        D, [2024-05-01T10:00:00.000000 #123] DEBUG -- : x"""),
                file("rails in development", none(4), """
                        Started GET "/errors" for 127.0.0.1 at 2024-05-01 10:00:00 +0000
                        Processing by ErrorsController#index as HTML
                        Error during failsafe response: x
                        Completed 500 Internal Server Error in 5ms"""),
                file("zap console", "INFO DEBUG ERROR", """
                        2024-05-01T10:00:00.000+0200\tINFO\tzap/main.go:1\tERROR\t{"level": "fatal"}
                        2024-05-01T10:00:00.000+0200\tDEBUG\tzap/main.go:1\tx
                        1.7145576e+09\terror\tzap/main.go:1\tx"""),
                file("go slog text", "INFO WARN ERROR INFO", """
                        time=2024-05-01T10:00:00.000Z level=INFO msg="level=ERROR" count=3
                        time=2024-05-01T10:00:00.000Z level=WARN msg=x
                        time=2024-05-01T10:00:00.000Z level=ERROR+2 msg=x
                        time=2024-05-01T10:00:00.000Z level=INFO msg=x"""),
                file("prometheus and grafana", "INFO WARN INFO", """
                        ts=2024-05-01T10:00:00.000Z caller=main.go:585 level=info msg="Starting Prometheus Server" mode=server
                        ts=2024-05-01T10:00:00.000Z caller=main.go:585 level=warn component=tsdb msg="error"
                        logger=settings t=2024-05-01T10:00:00.000Z level=info msg="Starting Grafana"""),
                file("aws lambda", "INFO ERROR", """
                        2024-05-01T10:00:00.000Z\tc6af9ac6-7b61-11e6-9a41-93e8deadbeef\tINFO\tERROR
                        2024-05-01T10:00:00.000Z\tc6af9ac6-7b61-11e6-9a41-93e8deadbeef\tERROR\tx"""),
                file("log4net and nlog", "INFO ERROR", """
                        2024-05-01 10:00:00,001 [1] INFO  Acme.Program [(null)] - ERROR
                        2024-05-01 10:00:00,001 [12] ERROR Acme.Program [(null)] - x"""),
                file("jvm", "INFO INFO WARN DEBUG", """
                        [0.005s][info][gc] Using G1
                        [2024-05-01T10:00:00.000+0000][0.123s][info   ][gc,start    ] GC(0) Pause Young (Normal) (error)
                        [12.010s][warning][gc,alloc] x
                        [0.010s][debug  ][gc,heap] x"""),
                file("jvm before 9", none(3), """
                        2024-05-01T10:00:00.000+0000: 1.234: [GC (Allocation Failure) [PSYoungGen: 65536K->10748K(76288K)] 65536K->20000K(251392K), 0.01 secs]
                        1.234: [Full GC (Ergonomics) [PSYoungGen: 10748K->0K(76288K)] x
                        2.500: Total time for which application threads were stopped: 0.0001 seconds ERROR"""));
    }

    /** Operating systems and network devices. */
    static Stream<Arguments> systems() {
        return Stream.of(
                file("syslog with severity", "INFO WARN ERROR", """
                        May  1 10:00:00 OpenWrt daemon.info dnsmasq[1]: error
                        May  1 10:00:00 OpenWrt kern.warn kernel: [   12.0] x
                        May  1 10:00:00 OpenWrt authpriv.err dropbear[1]: x"""),
                file("systemd's prefix", "ERROR INFO", """
                        <3>something failed
                        <6>error is text"""),
                file("rfc 5424", "ERROR INFO DEBUG", """
                        <11>1 2024-05-01T10:00:00.003Z host app 1234 ID47 [exampleSDID@32473 level="info"] x
                        <14>1 2024-05-01T10:00:00.003Z host app - - - error
                        <191>1 2024-05-01T10:00:00.003Z host app - - - x"""),
                file("dmesg", none(3), """
                        [    0.000000] Linux version 6.1.0 (gcc) #1 SMP PREEMPT_DYNAMIC
                        [    1.234567] ACPI Error: AE_NOT_FOUND, Evaluating _STA
                        [   12.345678] EXT4-fs (sda1): error count since last fsck: 1"""),
                file("journalctl", none(2), """
                        May 01 10:00:00 host systemd[1]: Started error.service - Session ERROR.
                        May 01 10:00:01 host kernel: Error: x"""),
                file("apt and dpkg", none(2), """
                        2024-05-01 10:00:00 status installed libc-bin:amd64 2.36-9
                        2024-05-01 10:00:00 configure error:amd64 1 <none>"""));
    }

    /** One object per line. */
    static Stream<Arguments> json() {
        return Stream.of(
                file("zap", "INFO DPANIC WARN", """
                        {"level":"info","ts":1257894000.0,"caller":"x.go:1","msg":"error"}
                        {"level":"dpanic","ts":1257894000.0,"msg":"x"}
                        {"L":"WARN","T":"2024-05-01T10:00:00.000+0200","N":"a","C":"x.go:1","M":"error"}"""),
                file("bunyan", "INFO WARN", """
                        {"name":"myapp","hostname":"banana.local","pid":40161,"level":30,"msg":"hi","time":"2013-01-04T18:46:23.851Z","v":0}
                        {"name":"myapp","hostname":"banana.local","pid":40161,"level":40,"lang":"fr","msg":"50","time":"2013-01-04T18:46:23.853Z","v":0}"""),
                file("pino", "INFO ERROR INFO", """
                        {"level":30,"time":1531171074631,"pid":657,"hostname":"Davids-MBP-3.fritz.box","msg":"hello world"}
                        {"level":50,"time":1531171082399,"pid":657,"hostname":"h","err":{"type":"Error","message":"x","level":10}}
                        {"level":"info","time":1531171082399,"msg":"labels"}"""),
                file("winston, slog, caddy", "ERROR INFO INFO", """
                        {"message":"info","level":"error","timestamp":"2024-05-01T10:00:00Z"}
                        {"time":"2024-05-01T10:00:00Z","level":"INFO","msg":"x"}
                        {"level":"info","ts":1714557600.1,"logger":"http.log.access","msg":"handled request","request":{"level":"error"}}"""),
                file("log4j 2", "ERROR", """
                        {"instant":{"epochSecond":1,"nanoOfSecond":2},"thread":"main","level":"ERROR","loggerName":"a.B","message":"INFO","endOfBatch":false}"""),
                file("google cloud", "WARN DEFAULT CRITICAL", """
                        {"severity":"WARNING","message":"x","httpRequest":{"status":500}}
                        {"severity":"DEFAULT","textPayload":"ERROR"}
                        {"insertId":"a","jsonPayload":{"level":"info"},"severity":"CRITICAL"}"""),
                file(".net", "INFO ERROR", """
                        {"EventId":0,"LogLevel":"Information","Category":"Acme","Message":"error","State":{"Message":"x"}}
                        {"EventId":0,"LogLevel":"Error","Category":"Acme","Message":"x"}"""),
                file("slog's own steps", "INFO DEBUG", """
                        {"time":"2024-05-01T10:00:00Z","level":"INFO+1","msg":"x"}
                        {"time":"2024-05-01T10:00:00Z","level":"DEBUG-4","msg":"x"}"""),
                file("text that the sink stored as JSON lines", "INFO WARN NONE", """
                        {"value":"2024-05-01 10:00:00,001 INFO  [main] a.B: ERROR"}
                        {"value":"2024-05-01 10:00:00,001 WARN  [main] a.B: x"}
                        {"value":1.5}"""),
                file("records without a level", none(4), """
                        {"device_id":"d-1","value":1.5,"status":"error"}
                        {"message":"ERROR in the text","user":"level"}
                        {"level":"high","message":"x"}
                        {"level":7.5,"message":"x"}"""));
    }

    private static String none(int records) {
        return "NONE ".repeat(records);
    }

    private static Arguments file(String name, String levels, String text) {
        return Arguments.of(name, levels, text);
    }
}
