package io.millrace.sink.hdfs;

import io.millrace.sink.port.Concatenation;
import io.millrace.sink.port.Piece;
import io.millrace.stream.RefusedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.HadoopIllegalArgumentException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.ipc.RemoteException;

/**
 * HDFS's own {@code concat}: the NameNode moves the blocks of all parts to the target in one step, under its lock. It takes no files of
 * encryption zones, of snapshots, or of several erasure codings. Thread-safe.
 */
public final class HdfsConcatenation implements Concatenation {
    private final FileSystem files;
    private final HdfsFailures failures;

    /** @param login who this process is */
    HdfsConcatenation(FileSystem files, KerberosLogin login) {
        this.files = files;
        this.failures = new HdfsFailures(login);
    }

    @Override
    public Map<String, Piece> pieces(String folder) throws IOException {
        try {
            return failures.translate(folder, () -> {
                Map<String, Piece> pieces = new HashMap<>();
                RemoteIterator<FileStatus> statuses = files.listStatusIterator(at(folder));
                while (statuses.hasNext()) {
                    FileStatus status = statuses.next();
                    if (!status.isDirectory()) {
                        pieces.put(
                                status.getPath().getName(),
                                new Piece(status.getLen(), status.getBlockSize(), obstacle(status)));
                    }
                }
                return pieces;
            });
        } catch (NoSuchFileException nothingThere) {
            return Map.of();
        }
    }

    private static String obstacle(FileStatus status) {
        if (status.isEncrypted()) {
            return "is in an encryption zone";
        }
        return status.isErasureCoded() ? "is erasure-coded" : "";
    }

    @Override
    public void concat(String target, List<String> parts) throws IOException {
        Path[] paths = parts.stream().map(HdfsConcatenation::at).toArray(Path[]::new);
        failures.translate(target, () -> {
            try {
                files.concat(at(target), paths);
                return null;
            } catch (RemoteException e) {
                if (isRefusal(e)) {
                    throw new RefusedException(
                            "HDFS refuses to concatenate to " + target + ": " + HdfsFailures.firstLine(e), e);
                }
                throw e;
            }
        });
    }

    private static boolean isRefusal(RemoteException e) {
        String thrown = e.getClassName();
        return HadoopIllegalArgumentException.class.getName().equals(thrown)
                || "org.apache.hadoop.hdfs.protocol.SnapshotException".equals(thrown);
    }

    private static Path at(String path) {
        return new Path(path.isEmpty() ? "/" : path);
    }
}
