package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A program's own words, letters or numbers for levels, where they differ from what everybody's mean. What is not in the list
 * has no level: a program's "silly", "Display" or "Deprecated" is a record without one.
 */
enum Vocabulary {
    /** The words of {@link LevelWords}. */
    WORDS(""),
    /** One letter, as Android, glog and most others write it. */
    LETTERS("V=VERBOSE T=TRACE D=DEBUG I=INFO N=NOTICE W=WARN E=ERROR C=CRITICAL F=FATAL"),
    /** Android's and ESP-IDF's letters. */
    LOGCAT("V=VERBOSE D=DEBUG I=INFO W=WARN E=ERROR F=FATAL A=ASSERT"),
    /** Small letters of SAP HANA's traces. */
    HANA("d=DEBUG i=INFO w=WARN e=ERROR f=FATAL"),
    /** WebSphere's and Liberty's letters: A is AUDIT; O and R are standard streams, D is detail, none of them a level. */
    WEBSPHERE("F=FATAL E=ERROR W=WARN A=AUDIT I=INFO C=CONFIG 1=FINE 2=FINER 3=FINEST"),
    /** CUPS' letters: A is ALERT, X is EMERGENCY, d is a second DEBUG. */
    CUPS("X=EMERGENCY A=ALERT C=CRITICAL E=ERROR W=WARN N=NOTICE I=INFO D=DEBUG d=DEBUG"),
    /** The first two letters, as VMware's newer logs have them. */
    VMWARE("Em=EMERGENCY Al=ALERT Cr=CRITICAL Er=ERROR Wa=WARN No=NOTICE In=INFO Db=DEBUG"),
    /** Syslog's severities by number. */
    SYSLOG("0=EMERGENCY 1=ALERT 2=CRITICAL 3=ERROR 4=WARN 5=NOTICE 6=INFO 7=DEBUG"),
    /** Nextcloud's and ownCloud's numbers. */
    NEXTCLOUD("0=DEBUG 1=INFO 2=WARN 3=ERROR 4=FATAL"),
    /** PHP's names for its errors. */
    PHP("Warning=WARN Notice=NOTICE Fatal_error=FATAL"),
    /** Synthesis tools of Xilinx and Intel. */
    SYNTHESIS("INFO=INFO WARNING=WARN CRITICAL_WARNING=WARN ERROR=ERROR"
            + " Info=INFO Warning=WARN Critical_Warning=WARN Error=ERROR"),
    /** GlusterFS' letters: A is ALERT, M is EMERGENCY. */
    GLUSTER("M=EMERGENCY A=ALERT C=CRITICAL E=ERROR W=WARN N=NOTICE I=INFO D=DEBUG T=TRACE"),
    /** The type that Configuration Manager's clients write. */
    CONFIGURATION_MANAGER("1=INFO 2=WARN 3=ERROR"),
    /** Kamailio's and OpenSIPS' words; its BUG is no level of anybody else's. */
    SIP("ALERT=ALERT CRITICAL=CRITICAL ERROR=ERROR WARNING=WARN NOTICE=NOTICE INFO=INFO DEBUG=DEBUG DBG=DEBUG"),
    /** PostgreSQL's words; those of the second list go on with the record before. */
    POSTGRESQL(
            "LOG=LOG ERROR=ERROR WARNING=WARN FATAL=FATAL PANIC=PANIC NOTICE=NOTICE INFO=INFO"
                    + " DEBUG1=DEBUG DEBUG2=DEBUG DEBUG3=DEBUG DEBUG4=DEBUG DEBUG5=DEBUG",
            "DETAIL HINT CONTEXT STATEMENT QUERY LOCATION BACKTRACE"),
    /** AWS Lambda's words; those of the second list frame an invocation's records. */
    LAMBDA(
            "TRACE=TRACE DEBUG=DEBUG INFO=INFO WARN=WARN WARNING=WARN ERROR=ERROR CRITICAL=CRITICAL FATAL=FATAL",
            "START END REPORT INIT_START"),
    /** Slurm's words; what it says at its other levels stands behind the time without a word. */
    SLURM("fatal=FATAL error=ERROR debug=DEBUG debug2=DEBUG debug3=DEBUG debug4=DEBUG debug5=DEBUG"),
    /** Names that java.util.logging has in the JDK's languages; the last is one level in Japan and another in Taiwan. */
    JAVA_LOGGING(
            "SEVERE=SEVERE WARNING=WARN INFO=INFO CONFIG=CONFIG FINE=FINE FINER=FINER FINEST=FINEST"
                    + " SCHWERWIEGEND=SEVERE WARNUNG=WARN INFORMATION=INFO KONFIGURATION=CONFIG FEIN=FINE FEINER=FINER AM_FEINSTEN=FINEST"
                    + " GRAVE=SEVERE ADVERTENCIA=WARN INFORMACIÓN=INFO CONFIGURAR=CONFIG DETALLADO=FINE MUY_DETALLADO=FINER"
                    + " MÁS_DETALLADO=FINEST AVERTISSEMENT=WARN INFOS=INFO PRÉCIS=FINE PLUS_PRÉCIS=FINER LE_PLUS_PRÉCIS=FINEST"
                    + " AVVERTENZA=WARN INFORMAZIONI=INFO CONFIGURAZIONE=CONFIG BUONO=FINE MIGLIORE=FINER OTTIMALE=FINEST"
                    + " 重大=SEVERE 警告=WARN 情報=INFO 構成=CONFIG 普通=FINE 最も詳細=FINEST"
                    + " 심각=SEVERE 경고=WARN 정보=INFO 구성=CONFIG 미세=FINE 보다_미세=FINER 가장_미세=FINEST"
                    + " ADVERTÊNCIA=WARN INFORMAÇÕES=INFO CONFIGURAÇÃO=CONFIG DETALHADO=FINE MAIS_DETALHADO=FINER O_MAIS_DETALHADO=FINEST"
                    + " ALLVARLIG=SEVERE VARNING=WARN KONFIG=CONFIG FIN=FINE FINARE=FINER FINASTE=FINEST"
                    + " 严重=SEVERE 信息=INFO 配置=CONFIG 详细=FINE 较详细=FINER 非常详细=FINEST"
                    + " 嚴重=SEVERE 資訊=INFO 組態=CONFIG 較詳細=FINER 最詳細=FINEST",
            "",
            "詳細"),
    /** Names of levels in Windows' event viewer in German, French, Spanish, Russian, Chinese and Japanese. */
    WINDOWS("Information=INFO Warning=WARN Error=ERROR Critical=CRITICAL Verbose=VERBOSE"
            + " Informationen=INFO Warnung=WARN Fehler=ERROR Kritisch=CRITICAL Ausführlich=VERBOSE"
            + " Avertissement=WARN Erreur=ERROR Critique=CRITICAL Información=INFO Advertencia=WARN Crítico=CRITICAL"
            + " Detallado=VERBOSE Сведения=INFO Предупреждение=WARN Ошибка=ERROR Критический=CRITICAL"
            + " 信息=INFO 警告=WARN 错误=ERROR 情報=INFO エラー=ERROR"),
    /** ESPHome's letters: C is the configuration that a component starts with. */
    ESPHOME("V=VERBOSE D=DEBUG C=CONFIG I=INFO W=WARN E=ERROR"),
    /** Types that macOS' log abbreviates. */
    MACOS("Df=DEFAULT I=INFO Db=DEBUG E=ERROR F=FAULT"),
    /** Windows' levels by number; what is always logged is shown as information. */
    WINDOWS_NUMBERS("0=INFO 1=CRITICAL 2=ERROR 3=WARN 4=INFO 5=VERBOSE"),
    /** X.Org's marks; those of where a setting comes from and of what was probed are no levels. */
    XORG("II=INFO WW=WARN EE=ERROR DB=DEBUG"),
    /** Numbers of Python's logging. */
    PYTHON("10=DEBUG 20=INFO 30=WARN 40=ERROR 50=CRITICAL"),
    /** FoundationDB's severities; 30 is a warning that is always written. */
    FOUNDATIONDB("5=DEBUG 10=INFO 20=WARN 30=WARN 40=ERROR"),
    /** Numbers of Cloud Foundry's lager. */
    LAGER("0=DEBUG 1=INFO 2=ERROR 3=FATAL"),
    /** Numbers of CockroachDB's compact JSON. */
    COCKROACH("1=INFO 2=WARN 3=ERROR 4=FATAL"),
    /** Redis' and KeyDB's marks. */
    REDIS(".=DEBUG -=VERBOSE *=NOTICE #=WARN"),
    /** supervisord's words beside those of others; its BLAT is no level of anybody else's. */
    SUPERVISOR("TRAC=TRACE"),
    /** Marks of SQL Server's agent. */
    SQL_AGENT("?=INFO +=WARN !=ERROR"),
    /** Words of Aruba's controllers, cut to four letters. */
    ARUBA("EMRG=EMERGENCY ALRT=ALERT CRIT=CRITICAL ERRS=ERROR WARN=WARN NOTI=NOTICE INFO=INFO DBUG=DEBUG"),
    /** Words of ExtremeXOS, cut to four letters; "Summ", "Verb" and "Data" are kinds of its debugging. */
    EXOS("Crit=CRITICAL Erro=ERROR Warn=WARN Noti=NOTICE Info=INFO Summ=DEBUG Verb=DEBUG Data=DEBUG"),
    /** Letters of HPE's switches; M is a major event, which is none of anybody else's. */
    PROCURVE("I=INFO W=WARN D=DEBUG"),
    /** Words of FRRouting and Quagga. */
    FRR("emergencies=EMERGENCY alerts=ALERT critical=CRITICAL errors=ERROR warnings=WARN notifications=NOTICE"
            + " informational=INFO debugging=DEBUG"),
    /** Letters of TeamCity's build logs. */
    TEAMCITY("W=WARN E=ERROR i=INFO"),
    /** Numbers of Apache Mynewt. */
    MYNEWT("0=DEBUG 1=INFO 2=WARN 3=ERROR 4=CRITICAL"),
    /** Privoxy's names for errors; all others are kinds of events. */
    PRIVOXY("Info=INFO Error=ERROR Fatal_error=FATAL"),
    /** Yate's words; those between its levels are nobody else's. */
    YATE("CRIT=CRITICAL WARN=WARN NOTE=NOTICE INFO=INFO"),
    /** Letters of Metasploit's log. */
    METASPLOIT("d=DEBUG i=INFO w=WARN e=ERROR"),
    /** Letters of mpv; s is the status line. */
    MPV("f=FATAL e=ERROR w=WARN i=INFO v=VERBOSE d=DEBUG t=TRACE"),
    /** What npm writes before its messages; http and sill are none of anybody else's. */
    NPM("ERR!=ERROR error=ERROR WARN=WARN warn=WARN notice=NOTICE info=INFO verb=VERBOSE verbose=VERBOSE");

    private final String pairs;
    private final byte[][] parts;
    private final byte[][] unclear;

    Vocabulary(String pairs) {
        this(pairs, "", "");
    }

    Vocabulary(String pairs, String parts) {
        this(pairs, parts, "");
    }

    Vocabulary(String pairs, String parts, String unclear) {
        this.pairs = pairs;
        this.parts = words(parts);
        this.unclear = words(unclear);
    }

    private static byte[][] words(String list) {
        return Stream.of(list.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** Whether the word in from..to starts a line that belongs to the record before it. */
    boolean isPart(byte[] bytes, int from, int to) {
        return holds(parts, bytes, from, to);
    }

    /** Whether the word in from..to is a level, but nobody can tell which. */
    boolean isUnclear(byte[] bytes, int from, int to) {
        return holds(unclear, bytes, from, to);
    }

    private static boolean holds(byte[][] words, byte[] bytes, int from, int to) {
        for (byte[] word : words) {
            if (Arrays.equals(word, 0, word.length, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Pairs of what is written and the level that it stands for; blanks within words are underscores. */
    String[] pairs() {
        return pairs.isEmpty() ? new String[0] : pairs.split(" ");
    }
}
