package io.millrace.sink.audit;

/** How closely files are looked at. */
public enum Depth {
    /** Names and lengths: one listing per folder. */
    LENGTHS,
    /** Every byte, against the checksum of its commit. */
    CONTENTS
}
