package io.millrace.mapreduce.input;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * A file on the local disk without checksums beside it, read as the operating system gives it. Hadoop's own way to such
 * files copies every byte three times more, looking for checksums that are not there.
 */
final class PlainLocalFile extends FSInputStream {
    private final FileChannel channel;

    private PlainLocalFile(Path path) throws IOException {
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    /** Opens a file: as the file system does, unless that is the local one and has no checksums for the file. */
    static FSDataInputStream open(FileSystem fs, org.apache.hadoop.fs.Path path) throws IOException {
        if (fs instanceof LocalFileSystem local
                && !local.pathToFile(local.getChecksumFile(path)).exists()) {
            return new FSDataInputStream(
                    new PlainLocalFile(local.pathToFile(path).toPath()));
        }
        return fs.open(path);
    }

    @Override
    public void seek(long position) throws IOException {
        if (position < 0 || position > channel.size()) {
            throw new EOFException("position " + position + " does not lie within the file's " + channel.size()
                    + " bytes; it may have been cut short since the job was planned");
        }
        channel.position(position);
    }

    @Override
    public long getPos() throws IOException {
        return channel.position();
    }

    @Override
    public boolean seekToNewSource(long target) {
        return false;
    }

    @Override
    public int read() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return channel.read(one) < 0 ? -1 : one.get(0) & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(target, offset, length));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
