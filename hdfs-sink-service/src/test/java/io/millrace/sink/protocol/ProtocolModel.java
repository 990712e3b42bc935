package io.millrace.sink.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The commit protocol reduced to what matters, as an explicit state machine: two writers, each of which may stand still
 * for ever, crash and come back as a new owner between any two steps, over a log whose old segments are folded away. All
 * interleavings are visited. Independent of the product's code on purpose: it checks the idea, not the program.
 *
 * <p>An offset is one record and one file; each batch commits one offset. In every state that can be reached, a fresh
 * owner that runs alone must end with every committed offset placed exactly once.
 */
final class ProtocolModel {
    /** Deliberate mistakes, to show that the model would notice them. */
    enum Mistake {
        NONE,
        CLEAN_BEFORE_CLAIM,
        FOLD_PENDING,
        NO_SECOND_LOOK_AT_AN_EMPTY_LOG,
        RENAME_REPLACES,
        NO_CLAIM
    }

    private static final int SEGMENT = 2;
    private static final int SEQUENCES = 7;
    private static final int OFFSETS = 3;
    private static final int WRITERS = 2;

    // A writer's local state, at these places of its array.
    private static final int PC = 0;
    private static final int SEQ = 1;
    private static final int OFFSET = 2;
    private static final int CLAIM = 3;
    private static final int PENDING = 4;
    private static final int STEP = 5;
    private static final int LOCALS = 6;

    // Program counters.
    private static final int READ = 0;
    private static final int MAKE_FIRST = 1;
    private static final int READ_AGAIN = 2;
    private static final int MAKE_NEXT = 3;
    private static final int PUBLISH_CLAIM = 4;
    private static final int ROLL = 5;
    private static final int CLEAN = 6;
    private static final int MAKE_FOLDER = 7;
    private static final int FOLD = 8;
    private static final int WRITE = 9;
    private static final int MAKE_NEXT_FOR_BATCH = 10;
    private static final int PUBLISH_BATCH = 11;
    private static final int ROLL_OWN = 12;
    private static final int FOLD_AFTER = 13;
    private static final int STOPPED = 14;

    private final Mistake mistake;
    private long states;

    ProtocolModel(Mistake mistake) {
        this.mistake = mistake;
    }

    long states() {
        return states;
    }

    /**
     * The whole state. Records are encoded as: -1 none; otherwise {@code claim * 100 + offset * 10 + pending + 1}, where
     * offset is that of the batch or 9 for a claim.
     */
    private static final class State {
        /** What was ever published, folded or not; the truth. */
        final int[] history = new int[SEQUENCES];
        /** What is in the log folder now. */
        final boolean[] present = new boolean[SEQUENCES];
        /** Segment folders. */
        final boolean[] segments = new boolean[SEQUENCES / SEGMENT + 2];
        /** Temporary folders by claim. */
        final boolean[] folders = new boolean[SEQUENCES];
        /** Temporary file of a claim for an offset. */
        final boolean[][] files = new boolean[SEQUENCES][OFFSETS + 1];
        /** How often an offset was placed. */
        final int[] placed = new int[OFFSETS + 1];

        final int[][] writers = new int[WRITERS][LOCALS];

        State() {
            Arrays.fill(history, -1);
        }

        State copy() {
            State copy = new State();
            System.arraycopy(history, 0, copy.history, 0, history.length);
            System.arraycopy(present, 0, copy.present, 0, present.length);
            System.arraycopy(segments, 0, copy.segments, 0, segments.length);
            System.arraycopy(folders, 0, copy.folders, 0, folders.length);
            System.arraycopy(placed, 0, copy.placed, 0, placed.length);
            for (int i = 0; i < files.length; i++) {
                copy.files[i] = files[i].clone();
            }
            for (int i = 0; i < writers.length; i++) {
                copy.writers[i] = writers[i].clone();
            }
            return copy;
        }

        String key() {
            return Arrays.toString(history)
                    + Arrays.toString(present)
                    + Arrays.toString(segments)
                    + Arrays.toString(folders)
                    + Arrays.deepToString(files)
                    + Arrays.toString(placed)
                    + Arrays.deepToString(writers);
        }

        int last() {
            for (int segment = segments.length - 1; segment >= 0; segment--) {
                for (int seq = Math.min(SEQUENCES, (segment + 1) * SEGMENT) - 1; seq >= segment * SEGMENT; seq--) {
                    if (present[seq]) {
                        return seq;
                    }
                }
            }
            return -1;
        }

        int next() {
            int next = 0;
            for (int record : history) {
                if (record >= 0 && offset(record) != 9) {
                    next = Math.max(next, offset(record) + 1);
                }
            }
            return next;
        }
    }

    private static int record(int claim, int offset, int pending) {
        return claim * 100 + offset * 10 + pending + 1;
    }

    private static int claim(int record) {
        return record / 100;
    }

    private static int offset(int record) {
        return record / 10 % 10;
    }

    private static int pending(int record) {
        return record % 10 - 1;
    }

    /** Visits every state; returns what is wrong in the first bad one, or null. */
    String check() {
        Deque<State> open = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        State start = new State();
        open.add(start);
        seen.add(start.key());
        while (!open.isEmpty()) {
            State state = open.poll();
            states++;
            String wrong = violation(state);
            if (wrong != null) {
                return wrong;
            }
            for (int writer = 0; writer < WRITERS; writer++) {
                for (State next : successors(state, writer)) {
                    if (seen.add(next.key())) {
                        open.add(next);
                    }
                }
            }
        }
        return null;
    }

    private List<State> successors(State state, int writer) {
        List<State> all = new ArrayList<>();
        State stepped = state.copy();
        String wrong = step(stepped, writer);
        if (wrong != null) {
            // The mark makes the violation visible when this state is visited.
            stepped.placed[OFFSETS] = 9;
        }
        all.add(stepped);
        if (state.writers[writer][PC] != READ) {
            State crashed = state.copy();
            Arrays.fill(crashed.writers[writer], 0);
            all.add(crashed);
        }
        return all;
    }

    private String violation(State state) {
        if (state.placed[OFFSETS] == 9) {
            return "an owner found a contradiction though it still owned the partition";
        }
        for (int i = 0; i < OFFSETS; i++) {
            if (state.placed[i] > 1) {
                return "offset " + i + " is placed " + state.placed[i] + " times";
            }
        }
        return recoverAlone(state);
    }

    /** A fresh owner runs alone: after its roll-forward all that is committed must be in place, once. */
    private String recoverAlone(State state) {
        State alone = state.copy();
        Arrays.fill(alone.writers[0], 0);
        for (int i = 0; i < 40; i++) {
            int pc = alone.writers[0][PC];
            if (pc == WRITE || pc == STOPPED) {
                break;
            }
            if (step(alone, 0) != null) {
                return "a fresh owner finds a contradiction";
            }
        }
        if (alone.writers[0][PC] == STOPPED) {
            // The model's log is full: nothing can be claimed any more, the bound of the search.
            return null;
        }
        int next = alone.next();
        for (int i = 0; i < next; i++) {
            if (alone.placed[i] != 1) {
                return "offset " + i + " is committed, but placed " + alone.placed[i] + " times after recovery";
            }
        }
        return null;
    }

    /** One step of a writer; a message if the step shows that the protocol is broken. */
    private String step(State state, int number) {
        int[] me = state.writers[number];
        switch (me[PC]) {
            case READ -> read(state, me, MAKE_FIRST);
            case MAKE_FIRST -> {
                state.segments[0] = true;
                me[PC] = mistake == Mistake.NO_SECOND_LOOK_AT_AN_EMPTY_LOG ? MAKE_NEXT : READ_AGAIN;
                me[SEQ] = 0;
                me[OFFSET] = 0;
                me[PENDING] = -1;
            }
            case READ_AGAIN -> read(state, me, MAKE_NEXT);
            case MAKE_NEXT -> {
                makeNext(state, me[SEQ]);
                me[PC] = PUBLISH_CLAIM;
                if (mistake == Mistake.CLEAN_BEFORE_CLAIM) {
                    clean(state, me[SEQ]);
                }
            }
            case PUBLISH_CLAIM -> publishClaim(state, me);
            case ROLL -> {
                return roll(state, me, me[PENDING], CLEAN);
            }
            case CLEAN -> {
                clean(state, me[CLAIM]);
                me[PC] = MAKE_FOLDER;
            }
            case MAKE_FOLDER -> {
                state.folders[me[CLAIM]] = true;
                me[PC] = FOLD;
            }
            case FOLD -> {
                fold(state, me, me[PENDING] >= 0 && mistake != Mistake.FOLD_PENDING ? me[PENDING] : me[CLAIM]);
                me[PC] = WRITE;
                me[SEQ] = me[CLAIM] + 1;
            }
            case WRITE -> write(state, me);
            case MAKE_NEXT_FOR_BATCH -> {
                makeNext(state, me[SEQ]);
                me[PC] = PUBLISH_BATCH;
            }
            case PUBLISH_BATCH -> publishBatch(state, me);
            case ROLL_OWN -> {
                return roll(state, me, me[SEQ], FOLD_AFTER);
            }
            case FOLD_AFTER -> {
                fold(state, me, me[SEQ]);
                me[SEQ]++;
                me[OFFSET]++;
                me[PC] = WRITE;
            }
            default -> {
                return null;
            }
        }
        return null;
    }

    private void read(State state, int[] me, int ifEmpty) {
        int last = state.last();
        if (last < 0) {
            me[PC] = ifEmpty;
            me[SEQ] = 0;
            me[OFFSET] = 0;
            me[PENDING] = -1;
            return;
        }
        me[SEQ] = last + 1;
        me[PENDING] = pending(state.history[last]);
        me[OFFSET] = nextUpTo(state, last);
        me[PC] = me[SEQ] >= SEQUENCES - 1 ? STOPPED : MAKE_NEXT;
    }

    private static int nextUpTo(State state, int last) {
        int next = 0;
        for (int i = 0; i <= last; i++) {
            if (offset(state.history[i]) != 9) {
                next = offset(state.history[i]) + 1;
            }
        }
        return next;
    }

    private static void makeNext(State state, int seq) {
        if ((seq + 1) % SEGMENT == 0) {
            state.segments[seq / SEGMENT + 1] = true;
        }
    }

    private boolean canPublish(State state, int seq) {
        return state.segments[seq / SEGMENT] && (!state.present[seq] || mistake == Mistake.RENAME_REPLACES);
    }

    private void publishClaim(State state, int[] me) {
        int seq = me[SEQ];
        if (mistake == Mistake.NO_CLAIM) {
            me[CLAIM] = seq;
            me[PC] = me[PENDING] >= 0 ? ROLL : CLEAN;
            return;
        }
        if (!canPublish(state, seq)) {
            me[PC] = READ;
            return;
        }
        state.present[seq] = true;
        state.history[seq] = record(seq, 9, me[PENDING]);
        me[CLAIM] = seq;
        me[PC] = me[PENDING] >= 0 ? ROLL : CLEAN;
    }

    private void publishBatch(State state, int[] me) {
        int seq = me[SEQ];
        if (!canPublish(state, seq)) {
            me[PC] = STOPPED;
            return;
        }
        state.present[seq] = true;
        state.history[seq] = record(me[CLAIM], me[OFFSET], seq);
        me[PC] = ROLL_OWN;
    }

    /** Moves the one file of the batch at this sequence number. */
    private String roll(State state, int[] me, int seq, int then) {
        if (!state.present[seq] || offset(state.history[seq]) == 9) {
            return contradiction(state, me);
        }
        int batch = state.history[seq];
        int claim = claim(batch);
        int offset = offset(batch);
        if (!state.folders[claim] && then == CLEAN) {
            me[PC] = then;
            return null;
        }
        if (state.files[claim][offset]) {
            state.files[claim][offset] = false;
            state.placed[offset]++;
        } else if (state.placed[offset] == 0) {
            return contradiction(state, me);
        }
        me[PC] = then;
        return null;
    }

    /** Something is not as it must be: harmless if somebody else owns the partition by now. */
    private static String contradiction(State state, int[] me) {
        int last = state.last();
        if (last >= 0 && claim(state.history[last]) != me[CLAIM]) {
            me[PC] = STOPPED;
            return null;
        }
        return "contradiction";
    }

    private static void clean(State state, int below) {
        for (int claim = 0; claim < below; claim++) {
            state.folders[claim] = false;
            Arrays.fill(state.files[claim], false);
        }
    }

    private static void fold(State state, int[] me, int upTo) {
        for (int segment = 0; segment < upTo / SEGMENT; segment++) {
            state.segments[segment] = false;
            for (int seq = segment * SEGMENT; seq < (segment + 1) * SEGMENT; seq++) {
                state.present[seq] = false;
            }
        }
        me[STEP] = 0;
    }

    private static void write(State state, int[] me) {
        if (me[OFFSET] >= OFFSETS || me[SEQ] >= SEQUENCES || !state.folders[me[CLAIM]]) {
            me[PC] = STOPPED;
            return;
        }
        state.files[me[CLAIM]][me[OFFSET]] = true;
        me[PC] = MAKE_NEXT_FOR_BATCH;
    }
}
