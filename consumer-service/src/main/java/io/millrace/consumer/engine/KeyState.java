package io.millrace.consumer.engine;

import io.millrace.consumer.rules.Rule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What all windowed rules together remember about one key, and how that is written as bytes. */
final class KeyState {

    private static final int VERSION = 1;

    private final StateKey key;
    private final Map<String, RuleState> byRule = new TreeMap<>();

    KeyState(StateKey key) {
        this.key = key;
    }

    StateKey key() {
        return key;
    }

    RuleState of(Rule.Windowed rule) {
        RuleState state = byRule.get(rule.name());
        if (state == null) {
            state = RuleState.of(rule);
            byRule.put(rule.name(), state);
        }
        return state;
    }

    Collection<RuleState> states() {
        return byRule.values();
    }

    boolean isEmpty() {
        return byRule.values().stream().allMatch(RuleState::isEmpty);
    }

    /** The stored form; null if there is nothing worth keeping. */
    byte[] bytes() {
        if (isEmpty()) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt((int)
                    byRule.values().stream().filter(state -> !state.isEmpty()).count());
            for (RuleState state : byRule.values()) {
                if (!state.isEmpty()) {
                    write(state, out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }

    private static void write(RuleState state, DataOutputStream out) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(96);
        try (DataOutputStream bodyOut = new DataOutputStream(body)) {
            state.write(bodyOut);
        }
        out.writeUTF(state.rule().name());
        out.writeUTF(state.rule().fingerprint());
        out.writeInt(body.size());
        body.writeTo(out);
    }

    /**
     * Reads the stored form back. What belongs to rules that are gone, or whose windows have changed, is left out:
     * figures gathered for one window cannot be carried into another.
     *
     * @throws IllegalStateException if the bytes are not what {@link #bytes} writes
     */
    static KeyState read(StateKey key, byte[] stored, Map<String, Rule.Windowed> rules) {
        KeyState state = new KeyState(key);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("stored window state of '%s' has version %d, must be %d"
                        .formatted(key.key(), version, VERSION));
            }
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                String fingerprint = in.readUTF();
                byte[] body = new byte[in.readInt()];
                in.readFully(body);
                Rule.Windowed rule = rules.get(name);
                if (rule != null && rule.fingerprint().equals(fingerprint)) {
                    state.of(rule).read(new DataInputStream(new ByteArrayInputStream(body)));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("stored window state of '%s' is damaged".formatted(key.key()), e);
        }
        return state;
    }
}
