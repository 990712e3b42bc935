package io.millrace.launcher.servers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stack's addresses as the environment variables by which every service finds its servers. */
public final class StackEnvironment {
    private StackEnvironment() {}

    /** Names and values. The password is not among them, only the file that holds it. */
    public static Map<String, String> of(StackAddresses addresses) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("KAFKA_BOOTSTRAP_SERVERS", addresses.kafka());
        variables.put("HADOOP_CONF_DIR", addresses.hadoopConfDir());
        variables.put("JDBC_URL", addresses.database());
        variables.put("JDBC_USER", addresses.databaseUser());
        variables.put("JDBC_PASSWORD_FILE", addresses.databasePasswordFile());
        return variables;
    }

    /** The same as commands for a POSIX shell. */
    public static List<String> exports(StackAddresses addresses) {
        return of(addresses).entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "=" + quoted(variable.getValue()))
                .toList();
    }

    /** As one word of a POSIX shell. */
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
