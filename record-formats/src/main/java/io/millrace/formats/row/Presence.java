package io.millrace.formats.row;

/** Whether each record has something at a place in the tree of columns. */
public enum Presence {
    /** Each has. */
    REQUIRED,
    /** Each value has, but a record may have no value at all: decoders refuse a null here, and files can hold one. */
    OF_VALUES,
    /** It may be null. */
    NULLABLE
}
