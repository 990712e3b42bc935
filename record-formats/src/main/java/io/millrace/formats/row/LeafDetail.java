package io.millrace.formats.row;

import java.util.List;

/** What some types of leaf need to know besides their type. */
record LeafDetail(int length, int precision, int scale, List<String> symbols) {
    static final LeafDetail NONE = new LeafDetail(0, 0, 0, List.of());

    LeafDetail {
        symbols = List.copyOf(symbols);
    }
}
