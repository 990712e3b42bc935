package io.millrace.mapreduce.input;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * A file on the local disk without checksums beside it, read as the operating system gives it. Hadoop's own way to such
 * files copies every byte three times more, looking for checksums that are not there. Not a channel either: from a channel
 * to an array JDK 17 copies at a quarter of the speed at which the operating system gives the bytes.
 */
final class PlainLocalFile extends FSInputStream {
    private final RandomAccessFile file;

    private PlainLocalFile(File path) throws IOException {
        this.file = new RandomAccessFile(path, "r");
    }

    /** Opens a file: as the file system does, unless that is the local one and has no checksums for the file. */
    static FSDataInputStream open(FileSystem fs, org.apache.hadoop.fs.Path path) throws IOException {
        if (fs instanceof LocalFileSystem local) {
            File file = local.pathToFile(path);
            // Not by Hadoop's getChecksumFile, which takes a name with a colon for a URI.
            if (!new File(file.getParentFile(), "." + file.getName() + ".crc").exists()) {
                return new FSDataInputStream(new PlainLocalFile(file));
            }
        }
        return fs.open(path);
    }

    @Override
    public void seek(long position) throws IOException {
        if (position < 0 || position > file.length()) {
            throw new EOFException("position " + position + " does not lie within the file's " + file.length()
                    + " bytes; it may have been cut short since the job was planned");
        }
        file.seek(position);
    }

    @Override
    public long getPos() throws IOException {
        return file.getFilePointer();
    }

    @Override
    public boolean seekToNewSource(long target) {
        return false;
    }

    @Override
    public int read() throws IOException {
        return file.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return file.read(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
