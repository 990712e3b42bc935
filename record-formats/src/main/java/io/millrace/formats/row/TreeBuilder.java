package io.millrace.formats.row;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds a tree of columns from the root down, numbering leaves and computing levels. Every method
 * that adds a node takes the place in which it goes.
 */
public final class TreeBuilder {
    /** Parquet keeps levels in a byte here; nobody nests this deep on purpose. */
    private static final int MOST_LEVELS = 100;

    /** Each takes heap in every writer, and a schema of some lines can have more than any heap holds. */
    private static final int MOST_LEAVES = 10_000;

    private final List<Leaf> leaves = new ArrayList<>();

    private final Presence ofFields;

    /** A tree of records that all have values. */
    public TreeBuilder() {
        this(Presence.REQUIRED);
    }

    /** @param ofFields of the values' own fields, unless they may be null anyway */
    public TreeBuilder(Presence ofFields) {
        this.ofFields = ofFields;
    }

    /**
     * A place for a node: below which levels, under which name.
     *
     * @param presence of the node
     * @param ofFields of the fields of a group there, unless they may be null
     */
    public record Slot(String name, String path, int repetition, int definition, Presence presence, Presence ofFields) {
        private NodePlace place(int moreRepetition, int moreDefinition) {
            int present = definition + (presence == Presence.REQUIRED ? 0 : 1) + moreDefinition;
            if (present > MOST_LEVELS) {
                throw new IllegalArgumentException("'" + path + "' is nested too deeply");
            }
            return new NodePlace(name, path, presence, repetition + moreRepetition, present);
        }

        /** The place of a field of a group at this place. */
        public Slot child(String childName, boolean childNullable) {
            String childPath = path.isEmpty() ? childName : path + "." + childName;
            return new Slot(
                    childName,
                    childPath,
                    repetition,
                    place(0, 0).definition(),
                    childNullable ? Presence.NULLABLE : ofFields,
                    Presence.REQUIRED);
        }

        /** The place of the elements of a list, or the values of a map, at this place. */
        public Slot repeated(String childName, boolean childNullable) {
            return new Slot(
                    childName,
                    path,
                    repetition + 1,
                    place(0, 1).definition(),
                    childNullable ? Presence.NULLABLE : Presence.REQUIRED,
                    Presence.REQUIRED);
        }
    }

    /** A field of a group: a node and what to do without it. */
    public record Member(Node node, Absence absence) {}

    /** The place of the value itself. */
    public Slot root() {
        return new Slot("", "", 0, 0, Presence.REQUIRED, ofFields);
    }

    /** The place of what stands beside the value, whether there is one or not. */
    public Slot beside() {
        return new Slot("", "", 0, 0, Presence.REQUIRED, Presence.REQUIRED);
    }

    public Leaf leaf(Slot slot, LeafType type) {
        return add(slot, type, LeafDetail.NONE);
    }

    public Leaf fixed(Slot slot, int length) {
        return add(slot, LeafType.FIXED, new LeafDetail(length, 0, 0, List.of()));
    }

    /** Months, days and milliseconds in twelve bytes. */
    public Leaf duration(Slot slot) {
        return add(slot, LeafType.DURATION, new LeafDetail(12, 0, 0, List.of()));
    }

    public Leaf enumeration(Slot slot, List<String> symbols) {
        return add(slot, LeafType.ENUM, new LeafDetail(0, 0, 0, symbols));
    }

    /** A decimal; 18 digits fit in a long, more take the fewest bytes that hold them. */
    public Leaf decimal(Slot slot, int precision, int scale) {
        if (precision <= 18) {
            return add(slot, LeafType.DECIMAL_LONG, new LeafDetail(0, precision, scale, List.of()));
        }
        int length = (int) Math.ceil((precision * (Math.log(10) / Math.log(2)) + 1) / 8);
        return add(slot, LeafType.DECIMAL_FIXED, new LeafDetail(length, precision, scale, List.of()));
    }

    /**
     * A node like one of another tree, with all that is below it.
     *
     * @param added takes the leaves of the new one, in the order of the other's
     */
    public Node like(Node other, Slot slot, List<Leaf> added) {
        if (other instanceof Leaf leaf) {
            Leaf same = add(slot, leaf.type(), leaf.detail());
            added.add(same);
            return same;
        }
        if (other instanceof Group group) {
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                Node child = group.field(i).node();
                members.add(new Member(
                        like(child, slot.child(child.name(), child.nullable()), added),
                        group.field(i).absence()));
            }
            return group(slot, members, group.isChoice());
        }
        if (other instanceof ListNode list) {
            Node element = list.element();
            return list(slot, like(element, slot.repeated(element.name(), element.nullable()), added));
        }
        MapNode map = (MapNode) other;
        Leaf key = (Leaf) like(map.key(), slot.repeated(map.key().name(), false), added);
        Node value = map.value();
        return map(slot, key, like(value, slot.repeated(value.name(), value.nullable()), added));
    }

    private Leaf add(Slot slot, LeafType type, LeafDetail detail) {
        if (leaves.size() == MOST_LEAVES) {
            throw new IllegalArgumentException("it has more than " + MOST_LEAVES + " columns");
        }
        Leaf leaf = new Leaf(slot.place(0, 0), leaves.size(), type, detail);
        leaves.add(leaf);
        return leaf;
    }

    /** @throws IllegalArgumentException if two members have one name */
    public Group group(Slot slot, List<Member> members) {
        return group(slot, members, false);
    }

    /** A union as a group, of whose members one has a value at most. */
    public Group choice(Slot slot, List<Member> members) {
        return group(slot, members, true);
    }

    private static Group group(Slot slot, List<Member> members, boolean choice) {
        Set<String> names = new HashSet<>();
        List<Field> fields = new ArrayList<>();
        for (Member member : members) {
            if (!names.add(member.node().name())) {
                throw new IllegalArgumentException(
                        "two columns are named '" + member.node().path() + "'");
            }
            fields.add(new Field(member.node(), member.absence()));
        }
        return new Group(slot.place(0, 0), fields, choice);
    }

    public ListNode list(Slot slot, Node element) {
        return new ListNode(slot.place(0, 0), element);
    }

    public MapNode map(Slot slot, Leaf key, Node value) {
        return new MapNode(slot.place(0, 0), key, value);
    }

    /** All leaves so far, in their order. */
    public List<Leaf> leaves() {
        return List.copyOf(leaves);
    }
}
