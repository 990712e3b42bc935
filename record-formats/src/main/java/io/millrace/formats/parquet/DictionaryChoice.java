package io.millrace.formats.parquet;

/**
 * Whether a column's values are worth a dictionary. Remembered from row group to row group and from file to file,
 * because a column of ever new values (a timestamp) would else pay for a useless dictionary at the
 * beginning of each; tried anew now and then, because data changes.
 */
final class DictionaryChoice {
    private static final int MOST_BYTES = 1 << 20;
    private static final int TRY_AGAIN_AFTER = 32;

    private int skip;

    boolean beginsWithDictionary() {
        if (skip > 0) {
            skip--;
            return false;
        }
        return true;
    }

    /**
     * Judges at the end of a page.
     *
     * @param firstPage true if dictionary and page together must already be smaller than the plain page
     */
    boolean pays(int values, int bits, long dictionaryBytes, long plainBytes, boolean firstPage) {
        boolean small = ((long) values * bits >>> 3) + dictionaryBytes < plainBytes;
        if (firstPage && !small) {
            skip = TRY_AGAIN_AFTER;
            return false;
        }
        return dictionaryBytes <= MOST_BYTES;
    }
}
