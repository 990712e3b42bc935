package io.millrace.launcher.query;

import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.ServiceException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Copies of files on this machine: DuckDB reads no HDFS. Packed files are unpacked on the way. A file is copied once; those that a sink
 * wrote never change.
 */
final class LocalCopies {
    private final FileSystem fs;
    private final CompressionCodecFactory codecs;
    private final Path folder;
    private final DataSize most;
    private final BooleanSupplier stopped;
    private final Map<LandedFile, LocalCopy> copies = new HashMap<>();
    private long written;

    /**
     * @param folder where to; is there
     * @param most how many bytes all copies together may have
     * @param stopped true once no more is to be copied
     */
    LocalCopies(FileSystem fs, Path folder, DataSize most, BooleanSupplier stopped) {
        this.fs = fs;
        this.codecs = new CompressionCodecFactory(new Configuration(fs.getConf()));
        this.folder = folder;
        this.most = most;
        this.stopped = stopped;
    }

    /**
     * The copy of a file, made now if there is none.
     *
     * @throws ServiceException if the copies would have more bytes than they may
     */
    LocalCopy of(LandedRoot root, LandedFile file) throws IOException {
        LocalCopy known = copies.get(file);
        if (known == null) {
            known = copy(root, file);
            copies.put(file, known);
        }
        return known;
    }

    private LocalCopy copy(LandedRoot root, LandedFile file) throws IOException {
        org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(file.path());
        CompressionCodec codec = codecs.getCodec(source);
        try (InputStream packed = fs.open(source);
                InputStream in =
                        new BufferedInputStream(codec == null ? packed : codec.createInputStream(packed), 1 << 16)) {
            in.mark(FileContent.LOOKED_AT);
            byte[] head = new byte[FileContent.LOOKED_AT];
            int length = in.readNBytes(head, 0, head.length);
            Optional<String> foreign = FileContent.foreign(head, length);
            if (foreign.isPresent()) {
                throw new ServiceException("file " + root.path() + "/" + file.relative() + " is " + foreign.get()
                        + ", must be Parquet, JSON or text");
            }
            FileContent content = FileContent.of(head, length);
            in.reset();
            // The folders below the root stay: those named key=value become columns. DuckDB would unpack by the name's
            // end.
            Path target = folder.resolve(root.name()).resolve(file.relative() + ".copy");
            Files.createDirectories(target.getParent());
            try (OutputStream out = new Limited(new BufferedOutputStream(Files.newOutputStream(target), 1 << 16))) {
                if (content == FileContent.TEXT) {
                    new LinesAsCsv(root.path() + "/" + file.relative()).copy(in, out);
                } else {
                    in.transferTo(out);
                }
            }
            return new LocalCopy(target, content);
        }
    }

    /** Counts what is written: a packed file does not say how much it is. */
    private final class Limited extends java.io.FilterOutputStream {
        Limited(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            count(1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count(length);
            out.write(bytes, offset, length);
        }

        private void count(int more) {
            if (stopped.getAsBoolean()) {
                throw new ServiceException("stopped while it copied");
            }
            written += more;
            if (written > most.bytes()) {
                throw new ServiceException("what the statement asks for is more than " + most
                        + ", must be copied to this machine first: name a smaller folder with --folder, or raise"
                        + " --max-copied-bytes");
            }
        }
    }
}
