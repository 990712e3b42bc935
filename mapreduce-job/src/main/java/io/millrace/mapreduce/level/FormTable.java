package io.millrace.mapreduce.level;

import static io.millrace.mapreduce.level.FormRow.Evidence.BLOCK;
import static io.millrace.mapreduce.level.FormRow.Evidence.STRICT;
import static io.millrace.mapreduce.level.FormRow.Evidence.WEAK;
import static io.millrace.mapreduce.level.Vocabulary.CONFIGURATION_MANAGER;
import static io.millrace.mapreduce.level.Vocabulary.CUPS;
import static io.millrace.mapreduce.level.Vocabulary.GLUSTER;
import static io.millrace.mapreduce.level.Vocabulary.HANA;
import static io.millrace.mapreduce.level.Vocabulary.LETTERS;
import static io.millrace.mapreduce.level.Vocabulary.LOGCAT;
import static io.millrace.mapreduce.level.Vocabulary.PHP;
import static io.millrace.mapreduce.level.Vocabulary.SIP;
import static io.millrace.mapreduce.level.Vocabulary.SYNTHESIS;
import static io.millrace.mapreduce.level.Vocabulary.SYSLOG;
import static io.millrace.mapreduce.level.Vocabulary.VMWARE;
import static io.millrace.mapreduce.level.Vocabulary.WEBSPHERE;
import static io.millrace.mapreduce.level.Vocabulary.WORDS;

import java.util.List;

/**
 * The forms that no general rule covers, one a row: program, how much its shape proves, shape, what its words mean, source.
 * {@link HeaderForm} reads what most programs write; a program belongs here if its level stands after a word, is written in
 * signs of its own, or would be an ordinary word anywhere else. A new form is a row and a case in FormTableTest.
 */
final class FormTable {
    private FormTable() {}

    /** All rows; where two fit a line, the first counts. */
    static final List<FormRow> ROWS = List.of(
            // Letters
            FormRow.of(
                    "CUPS",
                    STRICT,
                    "([XACEWNIDd]) \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d ",
                    CUPS,
                    "cupsd-logs(5)"),
            FormRow.of(
                    "WebSphere, Liberty",
                    STRICT,
                    "\\[\\d{1,2}/\\d{1,2}/\\d\\d,? \\d{1,2}:\\d\\d:\\d\\d:\\d{3} \\w+\\] [0-9a-f]{8} "
                            + "\\S.{0,80}? +([A-Z1-3><])(?: |$)",
                    WEBSPHERE,
                    "IBM: Liberty, Logging and trace, message format"),
            FormRow.of(
                    "qBittorrent, Mumble, InfluxDB 1",
                    STRICT,
                    "[(<\\[]([A-Z])[)>\\]] ?%DATETIME",
                    LETTERS,
                    "qBittorrent: filelogger.cpp"),
            FormRow.of(
                    "Foreman", STRICT, "%DATETIME \\[([A-Z])\\|[^|\\]]*\\|", LETTERS, "Foreman: config/logging.yaml"),
            FormRow.of("VMware vmx", STRICT, "%DATETIME\\| [^|]+\\| ([A-Z])\\d{3}: ", LETTERS, "VMware KB 1008524"),
            FormRow.of(
                    "VMware 8",
                    STRICT,
                    "%DATETIME ([A-Z][a-z])\\(\\d\\d\\)\\S* ",
                    VMWARE,
                    "VMware: vSphere 8, log message format"),
            FormRow.of(
                    "SAP HANA",
                    STRICT,
                    "\\[\\d+\\]\\{-?\\d+\\}\\[-?\\d+/-?\\d+\\] %DATETIME ([a-z]) ",
                    HANA,
                    "SAP note 2380176"),
            FormRow.of("ESP-IDF", STRICT, "([VDIWE]) \\(\\d+\\) [\\w.-]+: ", LOGCAT, "ESP-IDF: Logging library"),
            FormRow.of(
                    "Arduino ESP32",
                    STRICT,
                    "\\[ *\\d+\\]\\[([VDIWE])\\]\\[[^\\]]+:\\d+\\]",
                    LOGCAT,
                    "esp32-hal-log.h"),
            FormRow.of(
                    "logcat -v process, thread",
                    STRICT,
                    "([VDIWEFA])\\( *\\d+(?:: *\\d+)?\\) ",
                    LOGCAT,
                    "developer.android.com: logcat"),
            FormRow.of(
                    "logcat -v long",
                    BLOCK,
                    "\\[ \\d\\d-\\d\\d %CLOCK +\\d+: *\\d+ ([VDIWEFA])/.* \\]$",
                    LOGCAT,
                    "developer.android.com: logcat"),
            FormRow.of(
                    "Android Studio",
                    STRICT,
                    "\\d{4}-\\d\\d-\\d\\d %CLOCK +\\d+-\\d+(?:/\\S+)? +\\S.{0,60}? {2}\\S+ +([VDIWEFA]) {2}",
                    LOGCAT,
                    "developer.android.com: View logs with Logcat"),
            FormRow.of("logcat -v tag", WEAK, "([VDIWEFA])/[\\w.$:-]+ *: ", LOGCAT, "developer.android.com: logcat"),
            FormRow.of(
                    "Firefox MOZ_LOG",
                    STRICT,
                    "(?:%DATETIME(?: UTC)? - )?\\[[^\\]]*\\]: ([VDIWE])/\\w+ ",
                    LOGCAT,
                    "Firefox: Gecko logging"),
            FormRow.of(
                    "Gitea",
                    STRICT,
                    "%DATETIME \\S+:\\d+:\\S*\\(\\) \\[([A-Z])\\] ",
                    LETTERS,
                    "Gitea: Logging configuration"),
            FormRow.of(
                    "TensorFlow",
                    STRICT,
                    "%DATETIME: ([IWEF]) \\S+:\\d+\\] ",
                    LETTERS,
                    "TensorFlow: tsl/platform/logging"),
            FormRow.of("PyTorch", STRICT, "\\[([IWEF])\\d{3,4} %CLOCK ", LETTERS, "PyTorch: c10/util/Logging"),
            FormRow.of("Telegraf", STRICT, "%DATETIME ([DIWE])! ", LETTERS, "Telegraf: logger"),
            FormRow.of(
                    "Tarantool",
                    STRICT,
                    "%DATETIME \\[\\d+\\] \\S+ (?:\\S+ )?([FECWIVD])> ",
                    LETTERS,
                    "Tarantool: say.c"),
            FormRow.of("GlusterFS", STRICT, "\\[%DATETIME\\] ([MACEWNIDT]) \\[", GLUSTER, "GlusterFS: logging"),

            // Facility and severity
            FormRow.of("syslogd -v -v", STRICT, "%SYSLOGTIME <%FACILITY\\.(\\w+)> ", WORDS, "FreeBSD syslogd(8)"),
            FormRow.of(
                    "rsyslog pri-text",
                    STRICT,
                    "%SYSLOGTIME (?:\\S+ )?\\S+: %FACILITY\\.(\\w+) ",
                    WORDS,
                    "rsyslog: properties, pri-text"),
            FormRow.of(
                    "NetworkManager",
                    STRICT,
                    "(?:%SYSLOGTIME \\S+ \\S+: )?<(\\w+)> +\\[\\d{10}\\.\\d+\\] ",
                    WORDS,
                    "NetworkManager.conf(5)"),
            FormRow.of(
                    "iOS, macOS",
                    STRICT,
                    "%SYSLOGTIME \\S+ \\S+\\[\\d+\\](?: \\(\\S+\\))? <(\\w+)>: ",
                    WORDS,
                    "asl.conf(5)"),
            FormRow.of(
                    "MIT Kerberos",
                    STRICT,
                    "%SYSLOGTIME \\S+ \\S+\\[\\d+\\]\\((\\w+)\\): ",
                    WORDS,
                    "krb5.conf(5), logging"),
            FormRow.of(
                    "RouterOS",
                    STRICT,
                    "%SYSLOGTIME \\S+ (?=[a-z0-9!-]+,)(?:[a-z0-9!-]+,)*(debug|info|warning|error|critical)(?:,[a-z0-9!-]+)*:? ",
                    WORDS,
                    "MikroTik: Log, topics"),
            FormRow.of(
                    "journalctl -o export, verbose",
                    BLOCK,
                    "\\s*PRIORITY=([0-7])$",
                    SYSLOG,
                    "systemd: Journal Export Formats, journalctl(1)"),
            FormRow.of("dmesg -x", STRICT, "%FACILITY *:(\\w+) *: \\[ *\\d+\\.\\d+\\] ", WORDS, "dmesg(1), --decode"),
            FormRow.of(
                    "BIND",
                    STRICT,
                    "\\d\\d-[A-Z][a-z]{2}-\\d{4} %CLOCK [a-z-]+: (\\w+): ",
                    WORDS,
                    "BIND: logging, print-category"),

            // A word after words
            FormRow.of(
                    "PHP",
                    STRICT,
                    "\\[\\d\\d-[A-Z][a-z]{2}-\\d{4} \\d\\d:\\d\\d:\\d\\d(?: [\\w/+-]+)?\\] PHP ([A-Z][a-z]+(?: [a-zA-Z]+)?): ",
                    PHP,
                    "php.net: error_log, E_* constants"),
            FormRow.of(
                    "Unreal Engine",
                    STRICT,
                    "\\[\\d{4}\\.\\d\\d\\.\\d\\d-\\d\\d\\.\\d\\d\\.\\d\\d:\\d{3}\\]\\[[ \\d]*\\]\\w+: "
                            + "(?:(Fatal|Error|Warning|Verbose): )?",
                    WORDS,
                    "Unreal Engine: Logging"),
            FormRow.of(
                    "NestJS",
                    STRICT,
                    "\\[\\w+\\] \\d+ +- \\S.{9,32}? +(LOG|ERROR|WARN|DEBUG|VERBOSE|FATAL) +\\S",
                    WORDS,
                    "NestJS: Logger"),
            FormRow.of("VDSM", STRICT, "\\S+?::([A-Z]+)::%DATETIME", WORDS, "oVirt: vdsm logger.conf"),
            FormRow.of("Sidekiq", STRICT, "%DATETIME(?: \\w+=\\S+)+ ([A-Z]+): ", WORDS, "Sidekiq: Logging"),
            FormRow.of(
                    "Elixir",
                    STRICT,
                    "(?:%DATETIME|%CLOCK)(?: \\w+=\\S+)+ \\[(\\w+)\\] ",
                    WORDS,
                    "Elixir: Logger.Formatter"),
            FormRow.of(
                    "Kodi", STRICT, "(?:%DATETIME|%CLOCK) T:\\d+ +(\\w+)(?: <\\w+>)?: ", WORDS, "Kodi wiki: Log file"),
            FormRow.of("Suricata 7", STRICT, "\\[\\d+ - [^\\]]+\\] %DATETIME (\\w+): ", WORDS, "Suricata: logging"),
            FormRow.of("Puppet", STRICT, "%DATETIME \\S+ \\((\\w+)\\): ", WORDS, "Puppet: Reporting, log files"),
            FormRow.of(
                    "Kamailio, OpenSIPS", STRICT, " ?\\d+\\(\\d+\\) ([A-Z]+): ", SIP, "Kamailio: core cookbook, debug"),
            FormRow.of(
                    "macOS log show",
                    STRICT,
                    "%DATETIME 0x[0-9a-f]+ +(Default|Info|Debug|Error|Fault|Activity) +0x[0-9a-f]+ ",
                    WORDS,
                    "log(1)"),
            FormRow.of(
                    "PostgreSQL csvlog",
                    STRICT,
                    "%DATETIME \\w+,(?:(?:\"[^\"]*\"|[^,\"]*),){10}([A-Z]+\\d?),[0-9A-Z]{5},",
                    WORDS,
                    "PostgreSQL: Using CSV-format log output"),
            FormRow.of(
                    "ZoneMinder",
                    STRICT,
                    "\\d\\d/\\d\\d/\\d\\d %CLOCK \\S+\\[\\d+\\]\\.([A-Z]\\w+) \\[",
                    WORDS,
                    "ZoneMinder: Logging"),
            FormRow.of("cloud-init", STRICT, "%DATETIME - \\S+\\[([A-Z]+)\\]: ", WORDS, "cloud-init: base_logging"),
            FormRow.of(
                    "torchrun",
                    STRICT,
                    "\\[%DATETIME\\] [\\w.]+: \\[([A-Z]+)\\] ",
                    WORDS,
                    "PyTorch: torch.distributed logging"),
            FormRow.of(
                    "Unbound", STRICT, "\\[\\d{10}\\] \\w+\\[\\d+:\\d+\\] (\\w+): ", WORDS, "unbound.conf(5), logfile"),
            FormRow.of(
                    "OSSEC, Wazuh",
                    WEAK,
                    "%DATETIME [\\w-]+(?:\\[\\d+\\] \\S+ at \\S+)?(?:\\(\\d+\\))?: ([A-Z]+): ",
                    WORDS,
                    "OSSEC: ossec.log"),
            FormRow.of(
                    "Chromium",
                    STRICT,
                    "\\[(?:\\d+:){0,2}\\d{4,8}/\\d{6}\\.\\d+:([A-Z]+)\\d?:",
                    WORDS,
                    "Chromium: base/logging.h"),
            FormRow.of("SMAPI", STRICT, "\\[%CLOCK ([A-Z]+) +\\S[^\\]]*\\] ", WORDS, "SMAPI: log"),
            FormRow.of(
                    "Docker Compose, logfmt",
                    STRICT,
                    "[\\w.-]+ +\\| (?:(?!level=)\\w+=(?:\"[^\"]*\"|[^\" ]\\S*|) )*level=(\\w+)",
                    WORDS,
                    "docker compose logs"),
            FormRow.of(
                    "PgBouncer",
                    STRICT,
                    "%DATETIME (?:\\w+ )?\\[?\\d+\\]? (LOG|NOISE|DEBUG|WARNING|ERROR|FATAL) \\S",
                    WORDS,
                    "PgBouncer: log"),
            FormRow.of(
                    "ProxySQL",
                    STRICT,
                    "%DATETIME \\S+\\.\\w+:\\d+:\\S*\\(\\): \\[([A-Z]+)\\] ",
                    WORDS,
                    "ProxySQL: error log"),
            FormRow.of("Icinga 2", STRICT, "\\[%DATETIME\\] (\\w+)/\\w+: ", WORDS, "Icinga 2: FileLogger"),
            FormRow.of(
                    "Dovecot",
                    STRICT,
                    "%SYSLOGTIME [\\w-]+(?:\\([^)]*\\))?(?:<[^>]*>)*: (Debug|Info|Warning|Error|Fatal|Panic): ",
                    WORDS,
                    "Dovecot: Logging"),
            FormRow.of(
                    "Heroku",
                    STRICT,
                    "%DATETIME heroku\\[\\w+\\]: at=(\\w+) ",
                    WORDS,
                    "Heroku: HTTP routing, log format"),
            FormRow.of(
                    "GLib",
                    STRICT,
                    "\\(\\S+:\\d+\\): (?:[\\w.-]+-)?(ERROR|CRITICAL|WARNING|Message|INFO|DEBUG)(?: \\*\\*)?: ",
                    WORDS,
                    "GLib: Message Logging"),
            FormRow.of("libvirt", STRICT, "%DATETIME: \\d+: (\\w+) : ", WORDS, "libvirt: Logging"),
            FormRow.of(
                    "VMware ESXi, vCenter",
                    STRICT,
                    "%DATETIME (\\w+) \\S+\\[\\w+\\] \\[Originator@",
                    WORDS,
                    "VMware: hostd.log, vpxd.log"),
            FormRow.of(
                    "EventStoreDB",
                    STRICT,
                    "\\[ *\\d+, *\\d+,\\d\\d:\\d\\d:\\d\\d\\.\\d+,([A-Z]{3})\\] ",
                    WORDS,
                    "EventStoreDB: log files"),
            FormRow.of(
                    "Configuration Manager",
                    STRICT,
                    "<!\\[LOG\\[.*\\]LOG\\]!><time=.* type=\"(\\d)\"",
                    CONFIGURATION_MANAGER,
                    "Configuration Manager: log files"),

            // Level first
            FormRow.of(
                    "npm",
                    STRICT,
                    "\\d+ (silly|verb|verbose|info|timing|http|notice|warn|error) ",
                    WORDS,
                    "npm: Logging, debug logs"),
            FormRow.of(
                    "Vivado",
                    STRICT,
                    "(INFO|WARNING|CRITICAL WARNING|ERROR): \\[[\\w ]+ \\d+-\\d+\\] ",
                    SYNTHESIS,
                    "AMD UG835"),
            FormRow.of(
                    "Quartus",
                    STRICT,
                    "(Info|Warning|Critical Warning|Error) \\(\\d+\\): ",
                    SYNTHESIS,
                    "Intel: Quartus messages"),
            FormRow.of(
                    "ModelSim", STRICT, "# \\*\\* (\\w+)(?: \\(\\w+\\))?: ", WORDS, "ModelSim user's manual, severity"),
            FormRow.of(
                    "HAProxy",
                    STRICT,
                    "\\[(\\w+)\\] +(?:\\d+/\\d{6} )?\\(\\d+\\) : ",
                    WORDS,
                    "HAProxy: management guide"),
            FormRow.of("Contiki-NG", STRICT, "\\[([A-Z]+) *: [\\w-]+ *\\] ", WORDS, "Contiki-NG: Logging"),
            FormRow.of(
                    "FFmpeg", STRICT, "\\[\\w+ @ 0x[0-9a-f]+\\] \\[(\\w+)\\] ", WORDS, "ffmpeg -loglevel repeat+level"),
            FormRow.of("Kerbal Space Program", STRICT, "\\[(LOG|WRN|ERR|EXC|INF) %CLOCK\\] ", WORDS, "KSP.log"),
            FormRow.of("Zigbee2MQTT", STRICT, "(\\w+) +%DATETIME: ", WORDS, "Zigbee2MQTT: Logging"),
            FormRow.of("Couchbase", STRICT, "\\[\\w+:(\\w+),%DATETIME,", WORDS, "Couchbase: Manage logging"),

            // Several lines
            FormRow.of(
                    ".NET console",
                    BLOCK,
                    "(trce|dbug|info|warn|fail|crit): [\\w.`+]+\\[\\d+\\]$",
                    WORDS,
                    "Microsoft.Extensions.Logging.Console"),
            FormRow.of(
                    "java.util.logging XML",
                    BLOCK,
                    "\\s*<level>(\\w+)</level>",
                    WORDS,
                    "java.util.logging.XMLFormatter"),
            FormRow.of(
                    "log4j XML", BLOCK, "<(?:log4j:event|Event) [^>]*\\blevel=\"(\\w+)\"", WORDS, "log4j: XMLLayout"),
            FormRow.of("Erlang/OTP reports", BLOCK, "=([A-Z]+) REPORT==== ", WORDS, "Erlang: sasl error_logger"),
            FormRow.of(
                    "Db2",
                    BLOCK,
                    "\\d{4}-\\d\\d-\\d\\d-\\d\\d\\.\\d\\d\\.\\d\\d\\.\\d+[+-]\\d+ +\\S+ +LEVEL: (\\w+)",
                    WORDS,
                    "Db2: db2diag.log"),
            FormRow.of("wevtutil, Get-WinEvent", BLOCK, "  Level: (\\w+)$", WORDS, "wevtutil /f:text"));
}
