package io.millrace.sink.upkeep;

import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import io.millrace.sink.port.Concatenation;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.port.Piece;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes large files of small ones: the first part gets the name, then the others are put behind it. Any number of times, by anybody, at
 * the same time as others: what is there tells how far it has come.
 */
final class Concatenator {
    /** A folder of many files is listed in pieces, between which a file may get its new name. */
    private static final int LOOKS = 3;

    private final FileStore store;
    private final Concatenation concatenation;
    private final String root;

    /** @param root data root, without a trailing slash */
    Concatenator(FileStore store, Concatenation concatenation, String root) {
        this.store = store;
        this.concatenation = concatenation;
        this.root = root;
    }

    private enum Step {
        /** No part has moved. */
        NAME,
        /** The first one has the large file's name. */
        APPEND,
        NONE
    }

    /**
     * What is to be done next.
     *
     * @param obstacle what stands against it, a sentence; empty if nothing does
     */
    private record Look(Step step, String obstacle) {}

    /**
     * Makes the large file, from wherever it has come to.
     *
     * @return why it stays as it is, a sentence; empty if it is made. All records are where readers find them in both cases
     * @throws io.millrace.stream.RefusedException if the store does not want to
     */
    Optional<String> make(LargeFile large) throws IOException {
        Step tried = Step.NONE;
        IOException failed = null;
        while (true) {
            Look look = look(large);
            if (look.step() == Step.NONE) {
                return Optional.of(look.obstacle()).filter(obstacle -> !obstacle.isEmpty());
            }
            if (look.step() == tried) {
                throw failed != null
                        ? failed
                        : new IOException("cannot make " + path(large.path()) + " of "
                                + large.parts().size() + " files: the store answered as if it had");
            }
            tried = look.step();
            try {
                carryOut(tried, large);
                failed = null;
            } catch (IOException e) {
                // Whether it took effect is told by what is there.
                failed = e;
            }
        }
    }

    private void carryOut(Step step, LargeFile large) throws IOException {
        List<String> others =
                large.parts().stream().skip(1).map(part -> path(part.path())).toList();
        // At once, without a look between: whoever lists files now and opens them in another order may count twice.
        if (step == Step.APPEND || store.rename(path(large.first().path()), path(large.path()))) {
            concatenation.concat(path(large.path()), others);
        }
    }

    private Look look(LargeFile large) throws IOException {
        Look look = lookOnce(large);
        for (int n = 1; n < LOOKS && !look.obstacle().isEmpty(); n++) {
            look = lookOnce(large);
        }
        return look;
    }

    private Look lookOnce(LargeFile large) throws IOException {
        Map<String, Piece> there = concatenation.pieces(path(large.folder()));
        Piece begun = there.get(LargeFile.nameOf(large.path()));
        if (begun != null && begun.length() == large.bytes()) {
            return new Look(Step.NONE, "");
        }
        if (begun != null && begun.length() != large.first().bytes()) {
            return stays(large, large.path() + " has " + begun.length() + " bytes");
        }
        for (LetGoFile part : begun == null
                ? large.parts()
                : large.parts().subList(1, large.parts().size())) {
            Piece piece = there.get(LargeFile.nameOf(part.path()));
            if (piece == null || piece.length() != part.bytes()) {
                return stays(
                        large,
                        part.path()
                                + (piece == null
                                        ? " is not there any more"
                                        : " has " + piece.length() + " bytes where " + part.bytes()
                                                + " were committed"));
            }
        }
        return new Look(begun == null ? Step.NAME : Step.APPEND, "");
    }

    private Look stays(LargeFile large, String why) {
        return new Look(
                Step.NONE,
                "the " + large.parts().size() + " files that were to become " + path(large.path())
                        + " stay as they are: " + why);
    }

    private String path(String relative) {
        return relative.isEmpty() ? root : root + "/" + relative;
    }
}
