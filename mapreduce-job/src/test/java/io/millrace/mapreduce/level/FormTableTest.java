package io.millrace.mapreduce.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file for every row of the table, as the program writes it. */
class FormTableTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void the_levels_of_a_file_are_found(String row, String levels, String text) {
        var expected = new TreeMap<String, Long>();
        Arrays.stream(levels.split(" ")).forEach(level -> expected.merge(level, 1L, Long::sum));
        assertThat(Levels.of(text.split("\n"))).isEqualTo(expected);
    }

    @Test
    void every_row_has_a_file() {
        assertThat(FormTable.ROWS).extracting(FormRow::name).doesNotHaveDuplicates();
        Stream<Object> inFolder = DocumentedFormsTest.rows().map(Object.class::cast);
        assertThat(Stream.concat(files().map(file -> file.get()[0]), inFolder).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        FormTable.ROWS.stream().map(FormRow::name).toList());
    }

    private static Arguments file(String row, String levels, String text) {
        return Arguments.of(row, levels, text);
    }

    static Stream<Arguments> files() {
        return Stream.of(letters(), facilities(), afterWords(), servers(), moreServers(), levelFirst(), blocks())
                .flatMap(files -> files);
    }

    private static Stream<Arguments> letters() {
        return Stream.of(
                file("CUPS", "ALERT INFO DEBUG EMERGENCY", """
                        A [01/May/2024:10:00:00 +0000] no error
                        I [01/May/2024:10:00:01 +0000] Listening to E
                        d [01/May/2024:10:00:02 +0000] x
                        X [01/May/2024:10:00:03 +0000] y"""),
                file("WebSphere, Liberty", "AUDIT INFO NONE WARN", """
                        [5/1/24, 10:00:00:000 UTC] 00000001 com.ibm.ws.kernel.FrameworkManager                           A CWWKE0001I: The server
                        [5/1/24, 10:00:00:001 UTC] 0000002f com.ibm.ws.X                                                 I CWWKE0002I: E
                        [5/1/24 10:00:00:002 CEST] 0000002f SystemOut                                                    O ERROR in text
                        [5/1/24, 10:00:00:003 UTC] 00000001 com.ibm.ws.Y                                                 W x"""),
                file("qBittorrent, Mumble, InfluxDB 1", "NOTICE WARN CRITICAL", """
                        (N) 2024-05-01T10:00:00 - qBittorrent started
                        <W>2024-05-01 10:00:01.123 1 => <1:(-1)> x
                        [C] 2024-05-01 10:00:02 - E"""),
                file("Foreman", "INFO ERROR", """
                        2024-05-01T10:00:00 [I|app|1a2b3c4d] Started GET
                        2024-05-01T10:00:01 [E|sql|] x"""),
                file("VMware vmx", "INFO WARN", """
                        2024-05-01T10:00:00.022Z| vmx| I125: Log for VMware
                        2024-05-01T10:00:00.022Z| vcpu-0| W115: x"""),
                file("VMware 8", "INFO ERROR WARN", """
                        2024-05-01T10:00:00.022Z In(05) vmx - Log
                        2024-05-01T10:00:00.022Z Er(02) vmx - Warning
                        2024-05-01T10:00:00.022Z Wa(03) host-1 Hostd[12]: x"""),
                file("SAP HANA", "INFO ERROR", """
                        [1000]{-1}[-1/-1] 2024-05-01 10:00:00.022222 i Basis            Stream.cpp(00000) : x
                        [1000]{300123}[45/-1] 2024-05-01 10:00:00.022223 e Basis            Stream.cpp(00001) : x"""),
                file("ESP-IDF", "INFO WARN", """
                        \u001B[0;32mI (100) wifi: mode : sta\u001B[0m
                        \u001B[0;33mW (2101) wifi: E\u001B[0m"""),
                file("Arduino ESP32", "VERBOSE ERROR", """
                        [     5][V][WiFi.cpp:10] begin(): x
                        [  1205][E][WiFi.cpp:11] begin(): x"""),
                file("logcat -v process, thread", "DEBUG INFO", """
                        D( 1022: 1023) connection
                        I( 1022) text  (ActivityManager)"""),
                file("logcat -v long", "ERROR DEBUG", """
                        [ 05-01 10:00:00.000  1000: 1000 E/ActivityManager ]
                        DEBUG was said

                        [ 05-01 10:00:00.001  1000: 1000 D/ActivityManager ]
                        no error"""),
                file("Android Studio", "DEBUG ERROR", """
                        2024-05-01 10:00:00.000  1000-1023  ActivityManager         com.acme.app                         D  I am no level
                        2024-05-01 10:00:00.001  1000-1000  My tag                  com.acme.app                         E  x"""),
                file("logcat -v tag", "DEBUG INFO WARN", """
                        D/ActivityManager: x
                        I/dalvikvm: y
                        W/a.b-C$1: E/F: z"""),
                file("AWS Lambda", "INFO ERROR WARN", """
                        INIT_START Runtime Version: nodejs:20.v1	Runtime Version ARN: arn:aws:lambda:x
                        START RequestId: 8f507200-0000-4000-8000-000000000000 Version: $LATEST
                        2024-05-01T10:00:00.000Z	8f507200-0000-4000-8000-000000000000	INFO	no error
                        2024-05-01T10:00:00.000Z	8f507200-0000-4000-8000-000000000000	ERROR	x
                        END RequestId: 8f507200-0000-4000-8000-000000000000
                        [WARNING]	2024-05-01T10:00:00.000Z	8f507200-0000-4000-8000-000000000000	y
                        REPORT RequestId: 8f507200-0000-4000-8000-000000000000	Duration: 1.2 ms"""),
                file("Firefox MOZ_LOG", "DEBUG ERROR", """
                        2024-05-01 10:00:00.000000 UTC - [Parent 1234: Main Thread]: D/nsHttp x
                        2024-05-01 10:00:00.000001 UTC - [Parent 1234: Socket Thread]: E/nsHttp y"""),
                file("Gitea", "INFO FATAL", """
                        2024/05/01 10:00:00 ...ers/web/auth/auth.go:10:SignInPost() [I] x
                        2024/05/01 10:00:01 cmd/web.go:20:runWeb() [F] y"""));
    }

    private static Stream<Arguments> facilities() {
        return Stream.of(
                file("syslogd -v -v", "INFO ERROR", """
                        May  1 10:00:00 <auth.info> host sshd[12]: no error
                        May  1 10:00:01 <local0.err> host sshd[12]: x"""),
                file("rsyslog pri-text", "INFO ERROR", """
                        2024-05-01T10:00:00+00:00 host app[1]: user.info no error
                        2024-05-01T10:00:01+00:00 host app[1]: daemon.err x"""),
                file("NetworkManager", "INFO WARN", """
                        May  1 10:00:00 host NetworkManager[12]: <info>  [1714557600.0000] no error
                        <warn>  [1714557600.0001] x"""),
                file("iOS, macOS", "NOTICE ERROR", """
                        May  1 10:00:00 iPhone SpringBoard(FrontBoard)[51] <Notice>: no error
                        May  1 10:00:00 iPhone kernel[0] <Error>: x"""),
                file("MIT Kerberos", "INFO ERROR", """
                        May 01 10:00:00 host krb5kdc[10](info): AS_REQ (1 etypes {18})
                        May 01 10:00:01 host krb5kdc[10](Error): x"""),
                file("RouterOS", "CRITICAL INFO", """
                        2024-05-01T10:00:00.757188+01:00 10.0.0.1 system,error,critical login failure for user x
                        2024-05-01T10:00:01.757188+01:00 10.0.0.1 system,info,account user admin logged in"""),
                file("journalctl -o export, verbose", "INFO ERROR", """
                        __CURSOR=s=a;i=0
                        __REALTIME_TIMESTAMP=1714557600000000
                        PRIORITY=6
                        MESSAGE=PRIORITY=3

                        __CURSOR=s=a;i=1
                        PRIORITY=3
                        MESSAGE=x"""),
                file("dmesg -x", "ERROR WARN", """
                        kern  :err   : [    0.000000] usb 1-1: no info
                        daemon:warn  : [   12.000001] systemd[1]: x"""),
                file("BIND", "WARN INFO", """
                        01-May-2024 10:00:00.000 general: warning: no error
                        01-May-2024 10:00:01.000 lame-servers: info: x"""));
    }

    private static Stream<Arguments> afterWords() {
        return Stream.of(
                file("PHP", "WARN NOTICE FATAL NONE", """
                        [01-May-2024 10:00:00 UTC] PHP Warning:  Undefined variable
                        [01-May-2024 10:00:01 UTC] PHP Notice:  x
                        [01-May-2024 10:00:02 Europe/Berlin] PHP Fatal error:  Uncaught Exception
                        [01-May-2024 10:00:03 UTC] PHP Deprecated:  x"""),
                file("Unreal Engine", "WARN NONE NONE ERROR", """
                        [2024.05.01-10.00.00:022][  0]LogTemp: Warning: no Error: x
                        [2024.05.01-10.00.01:022][  1]LogTemp: text
                        [2024.05.01-10.00.02:022][  2]LogTemp: Display: Error
                        [2024.05.01-10.00.03:022][  3]LogTemp: Error: x"""),
                file("NestJS", "LOG WARN", """
                        [Nest] 1003  - 05/01/2024, 10:00:03 AM       LOG [InstanceLoader] ERROR
                        [Nest] 1003  - 05/01/2024, 10:00:04 AM      WARN x"""),
                file("VDSM", "INFO ERROR", """
                        Thread-0::INFO::2024-05-01 10:00:00,101::vm::0::vm.Vm::(run) text
                        Thread-1::ERROR::2024-05-01 10:00:01,101::vm::1::vm.Vm::(run) text"""),
                file("Sidekiq", "INFO WARN", """
                        2024-05-01T10:00:00.022Z pid=7 tid=a class=HardJob jid=0a INFO: start
                        2024-05-01T10:00:01.022Z pid=7 tid=a WARN: level=error"""),
                file("Elixir", "DEBUG INFO", """
                        10:00:00.000 request_id=F0 pid=<0.0.0> [debug] no error
                        10:00:01.000 request_id=F1 [info] x"""),
                file("Kodi", "INFO ERROR", """
                        2024-05-01 10:00:00.000 T:1000     info <general>: no error
                        10:00:01 T:140000   ERROR: x"""),
                file("Suricata 7", "INFO WARN", """
                        [100 - Suricata-Main] 2024-05-01 10:00:00 Info: suricata: no error
                        [101 - W#01-eth0] 2024-05-01 10:00:01 Warning: suricata: x"""),
                file("Puppet", "NOTICE ERROR", """
                        2024-05-01 10:00:00 +0000 Puppet (notice): no error
                        2024-05-01 10:00:01 +0000 /Stage[main]/X (err): x"""),
                file("Kamailio, OpenSIPS", "INFO NONE ERROR", """
                         0(1000) INFO: core [main.c:1]: no error
                        12(1001) BUG: core [main.c:2]: x
                         1(1002) ERROR: tm [t.c:3]: x"""),
                file("macOS log show", "NONE DEFAULT NONE FAULT", """
                        Timestamp                       Thread     Type        Activity             PID    TTL
                        2024-05-01 10:00:00.000000+0000 0x0        Default     0x0                  100    0    kernel: (A) Error
                        2024-05-01 10:00:00.000001+0000 0x1f       Activity    0x0                  100    0    kernel: (A) x
                        2024-05-01 10:00:00.000002+0000 0x1f       Fault       0x12                 100    0    kernel: (A) x"""),
                file("PostgreSQL csvlog", "ERROR LOG", """
                        2024-05-01 10:00:00.000 UTC,"u","d",1,"10.0.0.1:5",66.1,1,"SELECT, LOG",2024-05-01 10:00:00 UTC,3/1,0,ERROR,42P01,"relation does not exist",,,,,,,,,"psql"
                        2024-05-01 10:00:01.000 UTC,,,1,,66.1,2,,2024-05-01 10:00:00 UTC,,0,LOG,00000,"ERROR",,,,,,,,,"\""""),
                file("ZoneMinder", "INFO NONE FATAL", """
                        05/01/24 10:00:00.000000 zmc_m1[10].INF [no error]
                        05/01/24 10:00:01.000000 zmc_m1[10].DB1 [x]
                        05/01/24 10:00:02.000000 zmdc[1].FAT [x]"""));
    }

    private static Stream<Arguments> servers() {
        return Stream.of(
                file("cloud-init", "DEBUG WARN", """
                        2024-05-01 10:00:00,000 - util.py[DEBUG]: no error
                        2024-05-01 10:00:01,000 - cc_x.py[WARNING]: x"""),
                file("torchrun", "WARN INFO", """
                        [2024-05-01 10:00:00,000] torch.distributed.run: [WARNING] no ERROR
                        [2024-05-01 10:00:01,000] torch.distributed.elastic: [INFO] x"""),
                file("Unbound", "NOTICE ERROR", """
                        [1714557600] unbound[1:0] notice: init module 0
                        [1714557601] unbound[1:0] error: x"""),
                file("OSSEC, Wazuh", "INFO WARN ERROR", """
                        2024/05/01 10:00:00 ossec-analysisd: INFO: no ERROR: x
                        2024/05/01 10:00:01 wazuh-modulesd(1225): WARN: x
                        2024/05/01 10:00:02 wazuh-remoted: ERROR: x"""),
                file("Chromium", "ERROR VERBOSE VERBOSE", """
                        [1000:0:0501/100000.000000:ERROR:x.cc(0)] no WARNING
                        [1000:0:0501/100001.000000:VERBOSE1:x.cc(0)] x
                        [1000:0:0501/100001.000000:VERBOSE2:x.cc(0)] x"""),
                file("SMAPI", "ALERT INFO ALERT", """
                        [10:00:00 ALERT SMAPI] no ERROR
                        [10:00:01 INFO  SMAPI] x
                        [10:00:02 ALERT Some Mod] x"""),
                file("Docker Compose, logfmt", "ERROR INFO", """
                        web-1  | time=2024-05-01T10:00:00Z level=ERROR msg="no level=info"
                        db-1   | ts="2024-05-01 10:00:01" level=INFO msg=x"""));
    }

    private static Stream<Arguments> moreServers() {
        return Stream.of(
                file("TensorFlow", "INFO WARN", """
                        2024-05-01 10:00:00.000000: I tensorflow/core/platform/cpu.cc:142] E
                        2024-05-01 10:00:01.000000: W tensorflow/x.cc:64] x"""),
                file("PyTorch", "WARN ERROR", """
                        [W501 10:00:00.000000000 socket.cpp:464] [c10d] E
                        [E1201 10:00:01.000000000 x.cpp:1] x"""),
                file("Telegraf", "INFO ERROR", """
                        2024-05-01T10:00:00Z I! [agent] no E! here
                        2024-05-01T10:00:01Z E! [inputs.cpu] x"""),
                file("Tarantool", "INFO CRITICAL", """
                        2024-05-01 10:00:00.000 [1000] main/103/init.lua I> no E> here
                        2024-05-01 10:00:01.000 [1000] main/103/init.lua C> x"""),
                file("GlusterFS", "INFO ALERT", """
                        [2024-05-01 10:00:00.000000 +0000] I [MSGID: 100030] [glusterfsd.c:2867:main] 0-glusterd: E
                        [2024-05-01 10:00:01.000000] A [x.c:1:f] 0-x: y"""),
                file("PgBouncer", "LOG WARN", """
                        2024-05-01 10:00:00.000 UTC [1] LOG C-0x55: db/user@10.0.0.1:5 closing because: ERROR
                        2024-05-01 10:00:01.000 UTC [1] WARNING C-0x55: x"""),
                file("ProxySQL", "ERROR INFO", """
                        2024-05-01 10:00:00 MySQL_Monitor.cpp:1204:monitor_connect_thread(): [ERROR] Server 10.0.0.1
                        2024-05-01 10:00:01 main.cpp:1:f(): [INFO] ERROR"""),
                file("Icinga 2", "INFO CRITICAL", """
                        [2024-05-01 10:00:00 +0000] information/ApiListener: no error
                        [2024-05-01 10:00:01 +0000] critical/cli: x"""),
                file("Dovecot", "INFO ERROR", """
                        May 01 10:00:00 imap-login: Info: Login: user=<error>
                        May 01 10:00:01 imap(user)<12><abc>: Error: x"""),
                file("Heroku", "INFO ERROR", """
                        2024-05-01T10:00:00.000000+00:00 heroku[router]: at=info method=GET path="/error"
                        2024-05-01T10:00:01.000000+00:00 heroku[router]: at=error code=H12"""),
                file("GLib", "WARN DEBUG", """
                        (gedit:1000): Gtk-WARNING **: 10:00:00.000: no ERROR
                        (gedit:1000): GLib-GIO-DEBUG: 10:00:01.000: x"""),
                file("libvirt", "ERROR INFO", """
                        2024-05-01 10:00:00.000+0000: 1000: error : virNetSocketReadWire:1 : End of file
                        2024-05-01 10:00:01.000+0000: 1000: info : libvirt version: 9"""),
                file("VMware ESXi, vCenter", "INFO WARN", """
                        2024-05-01T10:00:00.000Z info hostd[2099] [Originator@6876 sub=Vimsvc] no error
                        2024-05-01T10:00:01.000Z warning vpxd[2099] [Originator@6876 sub=x] y"""),
                file("EventStoreDB", "INFO ERROR", """
                        [00001,01,10:00:00.000,INF] no ERR
                        [ 1234,12,10:00:01.000,ERR] x"""),
                file("Configuration Manager", "INFO ERROR", """
                        <![LOG[no error]LOG]!><time="10:00:00.000+000" date="05-01-2024" component="x" context="" type="1" thread="1" file="x.cpp:1">
                        <![LOG[x]LOG]!><time="10:00:01.000+000" date="05-01-2024" component="x" context="" type="3" thread="1" file="x.cpp:1">"""));
    }

    private static Stream<Arguments> levelFirst() {
        return Stream.of(
                file("npm", "NONE INFO NONE ERROR", """
                        0 silly step info
                        1 info using npm
                        2 http fetch error
                        10 error code E404"""),
                file("Winston", "INFO NONE DEBUG", """
                        info: no error
                        http: GET /error 500
                        debug: x {"service":"error: x"}"""),
                file("Vivado", "INFO WARN ERROR", """
                        INFO: [Synth 8-7079] no ERROR: x
                        | table | of | 3 |
                        Phase 1 Build
                        Time (s): cpu = 00:00:01
                        | table | of | 3 |
                        CRITICAL WARNING: [Vivado 12-584] x
                        ERROR: [Common 17-69] x"""),
                file("Quartus", "INFO WARN", """
                        Info (20030): Parallel compilation is enabled
                        Critical Warning (169085): no error"""),
                file("ModelSim", "NOTICE ERROR", """
                        # ** Note: no error
                        #    Time: 5 ns  Iteration: 0
                        # ** Error (suppressible): x"""),
                file("HAProxy", "NOTICE ALERT", """
                        [NOTICE] 100/100000 (1) : no error
                        [ALERT]    (1) : x"""),
                file("Contiki-NG", "INFO ERROR", """
                        [INFO: App       ] no error
                        [ERR : TSCH-LOG  ] x"""),
                file("FFmpeg", "INFO ERROR", """
                        [h264 @ 0x550000] [info] no error
                        [mp3float @ 0x55aaff] [error] x"""),
                file("Kerbal Space Program", "LOG NONE ERROR", """
                        [LOG 10:00:00.000] no ERR
                        [EXC 10:00:01.000] NullReferenceException
                        [ERR 10:00:02.000] x"""),
                file("Zigbee2MQTT", "INFO ERROR", """
                        info   2024-05-01 10:00:00: no error
                        error  2024-05-01 10:00:01: x"""),
                file("Couchbase", "INFO ERROR", """
                        [ns_server:info,2024-05-01T10:00:00.000Z,ns_1@127.0.0.1:ns_config<0.0.0>:x:y:0]no error
                        [rebalance:error,2024-05-01T10:00:00.000Z,ns_1@127.0.0.1:ns_config<0.0.0>:x:y:0]x"""));
    }

    private static Stream<Arguments> blocks() {
        return Stream.of(
                file(".NET console", "INFO FAILURE", """
                        info: Microsoft.Hosting.Lifetime[14]
                              Now listening, no error
                        fail: Acme.X[0]
                              warn: in a message"""),
                file("java.util.logging XML", "INFO SEVERE", """
                        <?xml version="1.0" encoding="UTF-8" standalone="no"?>
                        <log>
                        <record>
                          <date>2024-05-01T10:00:00</date>
                          <level>INFO</level>
                          <message>no error</message>
                        </record>
                        <record>
                          <level>SEVERE</level>
                        </record>"""),
                file("log4j XML", "INFO ERROR", """
                        <log4j:event logger="a.B" timestamp="1714557600000" level="INFO" thread="main">
                        <log4j:message><![CDATA[no level="ERROR"]]></log4j:message>
                        </log4j:event>

                        <Event xmlns="http://logging.apache.org/log4j/2.0/events" level="ERROR" thread="main">"""),
                file("Erlang/OTP reports", "INFO ERROR NONE", """
                        =INFO REPORT==== 1-May-2024::10:00:00 ===
                        no error

                        =ERROR REPORT==== 1-May-2024::10:00:01 ===
                        ** Generic server x terminating

                        =CRASH REPORT==== 1-May-2024::10:00:02 ==="""),
                file("Db2", "INFO SEVERE", """
                        2024-05-01-10.00.00.000000+000 I1E1                  LEVEL: Info
                        PID     : 1000                 TID : 1
                        MESSAGE : LEVEL: Error

                        2024-05-01-10.00.01.000000+000 E2A5                  LEVEL: Severe
                        PID     : 1000"""),
                file("wevtutil, Get-WinEvent", "INFO ERROR", """
                        Event[0]:
                          Log Name: System
                          Level: Information
                          Description:
                        no error

                        Event[1]:
                          Level: Error"""));
    }
}
