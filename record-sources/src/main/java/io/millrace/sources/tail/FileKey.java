package io.millrace.sources.tail;

/**
 * What the operating system calls a file: unique among the files that exist at one time, and given to another file when
 * this one is gone and nobody holds it open.
 *
 * @param device number of its file system, which may change when that is mounted anew; {@link #UNKNOWN_DEVICE} in
 *     positions of versions that did not keep it
 * @param inode its number there; 0 where the file system has none
 */
record FileKey(long device, long inode) {
    static final long UNKNOWN_DEVICE = -1;

    /** False where the file system does not number its files. */
    boolean isTelling() {
        return inode != 0;
    }

    /** Of thousands of files some of these are asked for at each look: what a record has by itself takes longer. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FileKey key && key.inode == inode && key.device == device;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(device) + Long.hashCode(inode);
    }

    @Override
    public String toString() {
        return device + ":" + inode;
    }
}
