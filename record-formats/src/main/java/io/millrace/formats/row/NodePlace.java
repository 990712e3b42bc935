package io.millrace.formats.row;

/** Where a node stands in its tree. */
record NodePlace(String name, String path, Presence presence, int repetition, int definition) {}
