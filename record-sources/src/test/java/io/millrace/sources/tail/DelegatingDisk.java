package io.millrace.sources.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Hands every call on to another disk: for fakes that differ from that in some of them. */
abstract class DelegatingDisk implements Disk {
    private final Disk disk;

    DelegatingDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public Optional<FileStatus> status(Path path) throws IOException {
        return disk.status(path);
    }

    @Override
    public boolean isReadable(Path path) {
        return disk.isReadable(path);
    }

    @Override
    public Path real(Path path) throws IOException {
        return disk.real(path);
    }

    @Override
    public OpenFile open(Path path) throws IOException {
        return disk.open(path);
    }
}
