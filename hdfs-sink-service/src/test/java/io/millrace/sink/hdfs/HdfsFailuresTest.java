package io.millrace.sink.hdfs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.stream.RefusedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.hdfs.protocol.FSLimitException;
import org.apache.hadoop.hdfs.protocol.NSQuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What HDFS says no to is told apart from what it cannot do now. */
class HdfsFailuresTest {
    static Stream<IOException> refusals() {
        return Stream.of(
                new AccessControlException("Permission denied: user=bob\nwith a second line"),
                new NSQuotaExceededException(1, 2),
                new DSQuotaExceededException(1, 2),
                new ParentNotDirectoryException("/x is a file"),
                // Some arrive as the server wrapped them.
                new RemoteException(FSLimitException.MaxDirectoryItemsExceededException.class.getName(), "limit=1"),
                new RemoteException(AccessControlException.class.getName(), "Permission denied"));
    }

    private static Object failing(IOException cause) throws IOException {
        return new HdfsFailures(new KerberosLogin(Optional.empty(), Optional.empty())).translate("/data/f", () -> {
            throw cause;
        });
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalNamesThePathAndTheReasonInOneLine(IOException cause) {
        assertThatThrownBy(() -> failing(cause))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("HDFS refuses /data/f: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatMayHealStaysWhatItIs() {
        IOException away = new java.net.ConnectException("connection refused");
        assertThatThrownBy(() -> failing(away)).isSameAs(away);
        IOException safeMode = new RemoteException(
                "org.apache.hadoop.hdfs.server.namenode.SafeModeException",
                "Cannot create file/x. Name node is in safe mode.\nIt was turned on manually.");
        assertThatThrownBy(() -> failing(safeMode))
                .isInstanceOf(HdfsAwayException.class)
                .hasMessageStartingWith("Cannot create file/x. Name node is in safe mode. It ends by itself");
    }

    @Test
    void aNameNodeThatDoesNotAnswerIsNamed() {
        java.net.ConnectException away = new java.net.ConnectException(
                "Call From here/127.0.0.1 to nn:8020 failed on connection exception: java.net.ConnectException: Connection refused; For more"
                        + " details see:  http://wiki.apache.org/hadoop/ConnectionRefused");
        away.initCause(new java.net.ConnectException("Connection refused"));
        assertThatThrownBy(() -> failing(away))
                .isInstanceOf(HdfsAwayException.class)
                .hasMessage("the NameNode at nn:8020 does not answer: Connection refused");
        assertThatThrownBy(() -> failing(new IOException("failed", new java.net.UnknownHostException("nn.invalid"))))
                .isInstanceOf(HdfsAwayException.class)
                .hasMessageStartingWith("host nn.invalid is not known; ");
    }

    @Test
    void onlyRightsAreRefusedForGood() {
        assertThatThrownBy(() -> failing(new AccessControlException("Permission denied: user=bob")))
                .hasMessageEndingWith("; grant it with hdfs dfs -chown, -chmod or -setfacl")
                .matches(RefusedException::isLasting);
        assertThatThrownBy(() -> failing(new NSQuotaExceededException(1, 2)))
                .hasMessageContaining("; make room below it, or raise it with hdfs dfsadmin -setQuota")
                .matches(failure -> !RefusedException.isLasting(failure));
    }

    @Test
    void aRightThatWasThereMayComeBack() {
        HdfsFailures failures = new HdfsFailures(new KerberosLogin(Optional.empty(), Optional.empty()));
        failures.proved();
        assertThatThrownBy(() -> failures.translate("/data/f", () -> {
                    throw new AccessControlException("Permission denied: user=bob");
                }))
                .isInstanceOf(RefusedException.class)
                .matches(failure -> !RefusedException.isLasting(failure));
    }

    @Test
    void missingAndTakenNamesAreThoseOfThePort() {
        assertThatThrownBy(() -> failing(new FileNotFoundException("x"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> failing(new org.apache.hadoop.fs.FileAlreadyExistsException("x")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }
}
