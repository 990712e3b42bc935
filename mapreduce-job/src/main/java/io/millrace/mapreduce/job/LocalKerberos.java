package io.millrace.mapreduce.job;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.io.nativeio.NativeIO;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * What Hadoop's local runner needs on a cluster with Kerberos. It asks a NameNode for a token that YARN's ResourceManager may renew,
 * though there is none: the user is named instead, whose own login outlives the job. And its shuffle reads files through Hadoop's
 * native library, which many clients lack.
 */
final class LocalKerberos {
    private LocalKerberos() {}

    /**
     * Settings that let the local runner work with this process' login; none without Kerberos.
     *
     * @throws IOException if the user cannot log in
     */
    static Map<String, String> settings() throws IOException {
        if (!UserGroupInformation.isSecurityEnabled()) {
            return Map.of();
        }
        String renewer = UserGroupInformation.getLoginUser().getUserName();
        return NativeIO.isAvailable()
                ? Map.of("yarn.resourcemanager.principal", renewer)
                : Map.of(
                        "yarn.resourcemanager.principal",
                        renewer,
                        "mapreduce.job.reduce.shuffle.consumer.plugin.class",
                        LocalShuffle.class.getName());
    }
}
