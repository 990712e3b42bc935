package io.millrace.formats.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * The form of all paths that one topic's files can have, as its templates say: from it follows whether files of two
 * partitions, or of two topics, can ever have one path. Where that cannot be ruled out, the answer is that they can.
 */
public final class PathForm {
    private final List<Part> parts;

    /** What a piece of a path is. */
    enum Kind {
        FIXED,
        /** One digit or more, any number. */
        NUMBER,
        /** The same, and the partition's number. */
        PARTITION,
        /** Whatever records hold. */
        ANY
    }

    /**
     * A piece of a part of a path.
     *
     * @param text of a fixed piece; empty for the others
     */
    record Piece(Kind kind, String text) {
        static Piece fixed(String text) {
            return new Piece(Kind.FIXED, text);
        }

        static Piece of(Kind kind) {
            return new Piece(kind, "");
        }
    }

    /** What stands between two slashes. */
    private record Part(List<Piece> pieces) {
        Part {
            List<Piece> merged = new ArrayList<>();
            for (Piece piece : pieces) {
                Piece last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
                if (piece.kind() == Kind.FIXED && last != null && last.kind() == Kind.FIXED) {
                    merged.set(merged.size() - 1, Piece.fixed(last.text() + piece.text()));
                } else if (piece.kind() != Kind.FIXED || !piece.text().isEmpty()) {
                    merged.add(piece);
                }
            }
            pieces = List.copyOf(merged);
        }

        boolean hasAny() {
            return hasAny(pieces);
        }

        private static boolean hasAny(List<Piece> pieces) {
            return pieces.stream().anyMatch(piece -> piece.kind() == Kind.ANY);
        }

        /** The fixed text that it begins with. */
        String prefix() {
            return pieces.isEmpty() || pieces.get(0).kind() != Kind.FIXED
                    ? ""
                    : pieces.get(0).text();
        }

        /** The fixed text that it ends with. */
        String suffix() {
            return pieces.isEmpty() || pieces.get(pieces.size() - 1).kind() != Kind.FIXED
                    ? ""
                    : pieces.get(pieces.size() - 1).text();
        }

        /** True if the partition's number can be read from it: a run of digits of its own, at a place that is known. */
        boolean tellsPartitions() {
            for (int i = 0; i < pieces.size(); i++) {
                if (pieces.get(i).kind() == Kind.PARTITION) {
                    // Counted from the end that has nothing unknown before it, its run of digits is always the same
                    // one.
                    boolean known = !hasAny(pieces.subList(0, i)) || !hasAny(pieces.subList(i, pieces.size()));
                    if (known && endsBefore(i) && beginsBehind(i)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean endsBefore(int i) {
            if (i == 0) {
                return true;
            }
            String before = pieces.get(i - 1).text();
            return !before.isEmpty() && !isDigit(before.charAt(before.length() - 1));
        }

        private boolean beginsBehind(int i) {
            if (i == pieces.size() - 1) {
                return true;
            }
            String behind = pieces.get(i + 1).text();
            return !behind.isEmpty() && !isDigit(behind.charAt(0));
        }

        /** The part as texts without digits and runs of digits in turn; a run that is not fixed is empty. */
        List<String> runs() {
            List<String> runs = new ArrayList<>();
            StringBuilder run = new StringBuilder();
            boolean digits = false;
            boolean open = false;
            for (Piece piece : pieces) {
                if (piece.kind() != Kind.FIXED) {
                    if (!digits) {
                        runs.add(run.toString());
                        run.setLength(0);
                        digits = true;
                    }
                    open = true;
                    continue;
                }
                for (char c : piece.text().toCharArray()) {
                    if (isDigit(c) != digits) {
                        runs.add(open ? "" : run.toString());
                        run.setLength(0);
                        digits = !digits;
                        open = false;
                    }
                    run.append(c);
                }
            }
            runs.add(open ? "" : run.toString());
            return runs;
        }

        /** True unless it is certain that no text is of both forms. */
        boolean mayMeet(Part other) {
            if (hasAny() || other.hasAny()) {
                boolean beginAlike =
                        prefix().startsWith(other.prefix()) || other.prefix().startsWith(prefix());
                boolean endAlike =
                        suffix().endsWith(other.suffix()) || other.suffix().endsWith(suffix());
                return beginAlike && endAlike;
            }
            List<String> mine = runs();
            List<String> theirs = other.runs();
            if (mine.size() != theirs.size()) {
                return false;
            }
            for (int i = 0; i < mine.size(); i++) {
                boolean digits = i % 2 == 1;
                boolean open = digits && (mine.get(i).isEmpty() || theirs.get(i).isEmpty());
                if (!open && !mine.get(i).equals(theirs.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }

    /**
     * The form of folders and name together.
     *
     * @param folders pieces of the folders; fixed ones may have slashes
     * @param name pieces of the file's name
     */
    static PathForm of(List<Piece> folders, List<Piece> name) {
        List<Part> parts = new ArrayList<>();
        List<Piece> part = new ArrayList<>();
        for (Piece piece : folders) {
            String[] texts = piece.text().split("/", -1);
            part.add(piece.kind() == Kind.FIXED ? Piece.fixed(texts[0]) : piece);
            for (int i = 1; i < texts.length; i++) {
                parts.add(new Part(part));
                part = new ArrayList<>(List.of(Piece.fixed(texts[i])));
            }
        }
        if (!folders.isEmpty()) {
            parts.add(new Part(part));
        }
        parts.add(new Part(name));
        return new PathForm(parts);
    }

    private PathForm(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** True if files of two partitions of the topic can never have one path. */
    public boolean tellsPartitions() {
        return parts.stream().anyMatch(Part::tellsPartitions);
    }

    /** True unless it is certain that no file of the one topic can have the path of one of the other. */
    public boolean mayMeet(PathForm other) {
        if (parts.size() != other.parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).mayMeet(other.parts.get(i))) {
                return false;
            }
        }
        return true;
    }
}
