package io.millrace.sink.sim;

import io.millrace.sink.port.SpillSpace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A process' view of a local disk, each call of which may fail. */
public final class SimSpillSpace implements SpillSpace {
    private final Calls calls;

    public SimSpillSpace(Calls calls) {
        this.calls = calls;
    }

    @Override
    public SpillFile create() throws IOException {
        return calls.call("create spilled file", () -> new Memory(calls));
    }

    private static final class Memory implements SpillFile {
        private final Calls calls;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Memory(Calls calls) {
            this.calls = calls;
        }

        @Override
        public void append(byte[] from, int offset, int length) throws IOException {
            calls.call("append to spilled file", () -> {
                bytes.write(from, offset, length);
                return true;
            });
        }

        @Override
        public void read(long position, byte[] into, int offset, int length) throws IOException {
            calls.call("read spilled file", () -> {
                System.arraycopy(bytes.toByteArray(), (int) position, into, offset, length);
                return true;
            });
        }

        @Override
        public void close() {
            bytes.reset();
        }
    }
}
