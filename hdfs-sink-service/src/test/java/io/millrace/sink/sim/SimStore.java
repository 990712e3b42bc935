package io.millrace.sink.sim;

import io.millrace.sink.port.Concatenation;
import io.millrace.sink.port.FileEnd;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.port.Piece;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A process' view of the simulated disk. */
public final class SimStore implements FileStore, Concatenation {
    private final SimDisk disk;
    private final Calls calls;

    public SimStore(SimDisk disk, Calls calls) {
        this.disk = disk;
        this.calls = calls;
    }

    /** A view whose calls always go well. */
    public static SimStore reliable(SimDisk disk) {
        return new SimStore(disk, new Calls(Faults.NONE));
    }

    @Override
    public OutputStream create(String path) throws IOException {
        SimDisk.SimFile file = calls.call("create " + path, () -> disk.create(path));
        return new OutputStream() {
            private boolean closed;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                calls.call("write " + path, () -> {
                    file.content.write(bytes, offset, length);
                    return null;
                });
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    calls.call("close " + path, () -> {
                        disk.close(path, file);
                        return null;
                    });
                }
            }
        };
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        return calls.ask("rename " + from + " -> " + to, () -> {
            disk.rename(from, to);
            return true;
        });
    }

    @Override
    public boolean createFolder(String path) throws IOException {
        return calls.ask("createFolder " + path, () -> {
            disk.createFolder(path);
            return true;
        });
    }

    @Override
    public boolean createFolders(String path) throws IOException {
        return calls.ask("createFolders " + path, () -> {
            disk.createFolders(path);
            return true;
        });
    }

    @Override
    public boolean deleteTree(String path) throws IOException {
        return calls.ask("deleteTree " + path, () -> disk.delete(path));
    }

    @Override
    public boolean deleteEmptyFolder(String path) throws IOException {
        return calls.ask("deleteEmptyFolder " + path, () -> disk.list(path).isEmpty() && disk.delete(path));
    }

    @Override
    public Optional<FileInfo> stat(String path) throws IOException {
        return calls.call("stat " + path, () -> disk.stat(path));
    }

    @Override
    public List<FileInfo> list(String folder) throws IOException {
        return calls.call("list " + folder, () -> disk.list(folder));
    }

    @Override
    public Optional<String> fileSystemOf(String path) throws IOException {
        return calls.call("fileSystemOf " + path, () -> disk.fileSystemOf(path));
    }

    @Override
    public InputStream open(String path) throws IOException {
        return calls.call("open " + path, () -> new ByteArrayInputStream(disk.read(path)));
    }

    @Override
    public FileEnd end(String path, int most) throws IOException {
        return calls.call("end " + path, () -> {
            byte[] all = disk.read(path);
            return new FileEnd(all.length, Arrays.copyOfRange(all, Math.max(0, all.length - most), all.length));
        });
    }

    @Override
    public Map<String, Piece> pieces(String folder) throws IOException {
        return calls.call(
                "pieces " + folder,
                () -> disk.list(folder).stream()
                        .filter(entry -> !entry.folder())
                        .collect(Collectors.toMap(FileInfo::name, entry -> new Piece(entry.length(), 1, ""))));
    }

    @Override
    public void concat(String target, List<String> parts) throws IOException {
        calls.call("concat " + target, () -> {
            disk.concat(target, parts);
            return null;
        });
    }
}
