package io.millrace.sources.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk of which one folder, and all in it, cannot be looked at while it is closed. Open files stay readable. */
final class ClosingDisk extends DelegatingDisk {
    private final Path folder;
    private final IOException failure;
    private boolean closed = true;

    ClosingDisk(Disk disk, Path folder, IOException failure) {
        super(disk);
        this.folder = folder;
        this.failure = failure;
    }

    void setClosed(boolean closed) {
        this.closed = closed;
    }

    private void check(Path path) throws IOException {
        if (closed && path != null && path.startsWith(folder)) {
            throw failure;
        }
    }

    @Override
    public List<Path> list(Path listed) throws IOException {
        check(listed);
        return super.list(listed);
    }

    @Override
    public Optional<FileStatus> status(Path path) throws IOException {
        check(path.getParent());
        return super.status(path);
    }

    @Override
    public Path real(Path path) throws IOException {
        check(path.getParent());
        return super.real(path);
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        check(path.getParent());
        return super.open(path);
    }
}
