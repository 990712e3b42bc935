package io.millrace.formats.avro;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapKeys;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.Row;
import io.millrace.record.BadRecordException;

/** The steps that are made of others. */
final class Steps {
    private Steps() {}

    /** One after the other: the fields of a record, in the order in which they were written. */
    static Step inOrder(Step[] steps) {
        return (in, repetition) -> {
            for (Step step : steps) {
                step.read(in, repetition);
            }
        };
    }

    /** Null, which takes no bytes. */
    static Step absent(Node node, Row row) {
        int definition = node.definition() - 1;
        return (in, repetition) -> node.addAbsent(row, repetition, definition);
    }

    /** A value that the writer's schema does not have: it is read from bytes that are there once. */
    static Step constant(byte[] encoded, Step step) {
        AvroInput own = new AvroInput();
        return (in, repetition) -> {
            own.begin(encoded, 0, encoded.length, true);
            step.read(own, repetition);
        };
    }

    /** What can never be read. */
    static Step refused(String sentence) {
        return (in, repetition) -> {
            throw new BadRecordException(sentence);
        };
    }

    /** The writer's union: its branch, then the value. */
    static Step branches(Step[] branches, String path) {
        return (in, repetition) -> {
            int index = in.readInt();
            if (index < 0 || index >= branches.length) {
                throw new BadRecordException(
                        "field '" + path + "' is number " + index + " of a union of " + branches.length + " types");
            }
            branches[index].read(in, repetition);
        };
    }

    /** One member of a union that is a group. */
    static Step member(Group choice, int member, Step step, Row row) {
        Node[] others = new Node[choice.size() - 1];
        for (int i = 0, o = 0; i < choice.size(); i++) {
            if (i != member) {
                others[o++] = choice.field(i).node();
            }
        }
        int definition = choice.definition();
        return (in, repetition) -> {
            step.read(in, repetition);
            for (Node other : others) {
                other.addAbsent(row, repetition, definition);
            }
        };
    }

    static Step list(ListNode list, Step element, Row row) {
        int later = list.element().repetition();
        return (in, repetition) -> {
            long count = in.readCount();
            if (count == 0) {
                list.addAbsent(row, repetition, list.definition());
                return;
            }
            int level = repetition;
            while (count != 0) {
                for (; count != 0; count--) {
                    int before = in.at;
                    element.read(in, level);
                    level = later;
                    if (in.at == before) {
                        in.idle();
                    }
                }
                count = in.readCount();
            }
        };
    }

    static Step map(MapNode map, Step key, Step value, Row row) {
        Leaf keys = map.key();
        int later = keys.repetition();
        return (in, repetition) -> {
            long count = in.readCount();
            if (count == 0) {
                map.addAbsent(row, repetition, map.definition());
                return;
            }
            int first = row.column(keys.index()).count;
            int level = repetition;
            while (count != 0) {
                for (; count != 0; count--) {
                    key.read(in, level);
                    value.read(in, level);
                    level = later;
                }
                count = in.readCount();
            }
            if (MapKeys.hasTwice(row, keys, first)) {
                throw new BadRecordException("field '" + map.path() + "' has a key twice");
            }
        };
    }
}
