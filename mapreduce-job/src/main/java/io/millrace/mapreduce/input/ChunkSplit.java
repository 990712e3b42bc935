package io.millrace.mapreduce.input;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.InputSplit;

/** What one map task reads, as Hadoop carries it to the task. */
public final class ChunkSplit extends InputSplit implements Writable {
    private List<FileChunk> chunks;
    private List<String> hosts;

    /** For Hadoop, which fills it by {@link #readFields}. */
    public ChunkSplit() {
        this(List.of(), List.of());
    }

    /** A split of these parts, best read on these hosts. */
    public ChunkSplit(List<FileChunk> chunks, List<String> hosts) {
        this.chunks = List.copyOf(chunks);
        this.hosts = List.copyOf(hosts);
    }

    /** The parts of files to read. */
    public List<FileChunk> chunks() {
        return chunks;
    }

    @Override
    public long getLength() {
        return chunks.stream().mapToLong(FileChunk::length).sum();
    }

    @Override
    public String[] getLocations() {
        return hosts.toArray(String[]::new);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(chunks.size());
        for (FileChunk chunk : chunks) {
            Text.writeString(out, chunk.path());
            out.writeLong(chunk.start());
            out.writeLong(chunk.length());
            out.writeLong(chunk.fileLength());
        }
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        int size = in.readInt();
        List<FileChunk> read = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            read.add(new FileChunk(Text.readString(in), in.readLong(), in.readLong(), in.readLong()));
        }
        chunks = List.copyOf(read);
        hosts = List.of();
    }

    @Override
    public String toString() {
        return chunks.size() == 1
                ? chunks.get(0).toString()
                : chunks.size() + " parts of files, " + getLength() + " bytes";
    }
}
