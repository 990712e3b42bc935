package io.millrace.formats.avro;

import io.millrace.formats.row.Group;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.MapNode;
import io.millrace.formats.row.Node;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroUnions;
import io.millrace.formats.schema.ConnectTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Makes steps of two schemas: how what was written by the one becomes columns of the other. What goes with what is Avro's own
 * {@link Resolver} to say; units of times and scales of decimals, which it does not look at, must be the same.
 */
final class Resolution {
    private final NamedSchema writer;
    private final NamedSchema reader;
    private final Row row;
    private final LeafSteps leaves;
    private final Skips skips = new Skips();

    private Resolution(NamedSchema writer, NamedSchema reader, Row row) {
        this.writer = writer;
        this.reader = reader;
        this.row = row;
        this.leaves = new LeafSteps(row);
    }

    /**
     * The step that reads a whole record.
     *
     * @param columns of the reader's schema, to be found in the row
     */
    static Step of(NamedSchema writer, NamedSchema reader, Group columns, Row row) {
        Schema known = Schema.applyAliases(writer.schema(), reader.schema());
        Resolver.Action action = Resolver.resolve(known, reader.schema());
        return new Resolution(writer, reader, row).step(action, reader.schema(), columns);
    }

    private Step step(Resolver.Action action, Schema wanted, Node node) {
        return switch (action.type) {
            case WRITER_UNION -> union((Resolver.WriterUnion) action, wanted, node);
            case READER_UNION -> {
                Resolver.ReaderUnion union = (Resolver.ReaderUnion) action;
                yield branch(union.actualAction, wanted, union.firstMatch, node);
            }
            case RECORD -> record((Resolver.RecordAdjust) action, (Group) node);
            case CONTAINER -> container((Resolver.Container) action, wanted, node);
            case ENUM -> {
                Resolver.EnumAdjust adjust = (Resolver.EnumAdjust) action;
                yield leaves.symbol((Leaf) node, adjust.adjustments, adjust.writer.getEnumSymbols(), reader.name());
            }
            case DO_NOTHING, PROMOTE ->
                LogicalMatch.of(action.writer, action.reader)
                        ? leaves.of(action.writer, (Leaf) node)
                        : Steps.refused(cannotBecome(action, node));
            case ERROR, SKIP ->
                ConnectTypes.isZonedTimestamp(action.writer) && isInstant(node)
                        ? leaves.zonedTimestamp((Leaf) node)
                        : Steps.refused(cannotBecome(action, node));
        };
    }

    private static boolean isInstant(Node node) {
        return node instanceof Leaf leaf
                && (leaf.type() == LeafType.TIMESTAMP_MILLIS
                        || leaf.type() == LeafType.TIMESTAMP_MICROS
                        || leaf.type() == LeafType.TIMESTAMP_NANOS);
    }

    private Step union(Resolver.WriterUnion union, Schema wanted, Node node) {
        Step[] branches = new Step[union.actions.length];
        for (int i = 0; i < branches.length; i++) {
            branches[i] =
                    union.unionEquiv ? branch(union.actions[i], wanted, i, node) : step(union.actions[i], wanted, node);
        }
        return Steps.branches(branches, node.path());
    }

    /** A value that goes into one type of the reader's union. */
    private Step branch(Resolver.Action action, Schema union, int index, Node node) {
        Schema chosen = union.getTypes().get(index);
        if (chosen.getType() == Schema.Type.NULL) {
            return Steps.absent(node, row);
        }
        List<Schema> members = AvroUnions.besidesNull(union);
        if (members.size() == 1) {
            return step(action, chosen, node);
        }
        int member = members.indexOf(chosen);
        Group choice = (Group) node;
        return Steps.member(
                choice, member, step(action, chosen, choice.field(member).node()), row);
    }

    private Step container(Resolver.Container container, Schema wanted, Node node) {
        if (node instanceof ListNode list) {
            return Steps.list(list, step(container.elementAction, wanted.getElementType(), list.element()), row);
        }
        MapNode map = (MapNode) node;
        return Steps.map(
                map, leaves.text(map.key()), step(container.elementAction, wanted.getValueType(), map.value()), row);
    }

    private Step record(Resolver.RecordAdjust record, Group group) {
        Step[] steps = new Step[record.fieldActions.length + record.readerOrder.length - record.firstDefault];
        int next = 0;
        for (int i = 0; i < record.fieldActions.length; i++) {
            Resolver.Action action = record.fieldActions[i];
            if (action.type == Resolver.Action.Type.SKIP) {
                steps[i] = skips.of(action.writer);
            } else {
                Schema.Field field = record.readerOrder[next++];
                steps[i] = step(action, field.schema(), group.field(field.pos()).node());
            }
        }
        for (int i = record.firstDefault; i < record.readerOrder.length; i++) {
            Schema.Field field = record.readerOrder[i];
            steps[record.fieldActions.length + i - record.firstDefault] =
                    standard(field, group.field(field.pos()).node());
        }
        return Steps.inOrder(steps);
    }

    /** The default of a field that the writer does not have. */
    private Step standard(Schema.Field field, Node node) {
        Object value = GenericData.get().getDefaultValue(field);
        if (value == null) {
            return Steps.absent(node, row);
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(encoded, null);
        try {
            new GenericDatumWriter<>(field.schema()).write(value, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Resolver.Action action = Resolver.resolve(field.schema(), field.schema());
        return Steps.constant(encoded.toByteArray(), step(action, field.schema(), node));
    }

    private String cannotBecome(Resolver.Action action, Node node) {
        String subject = node.path().isEmpty() ? "the record" : "field '" + node.path() + "'";
        if (action instanceof Resolver.ErrorAction error
                && error.error == Resolver.ErrorAction.ErrorType.MISSING_REQUIRED_FIELD) {
            return subject + " lacks in " + writer.name() + " what has no default in " + reader.name() + ": "
                    + String.join(", ", missing(action.writer, action.reader));
        }
        return subject + " is " + LogicalMatch.describe(action.writer) + " in " + writer.name()
                + ", which cannot become " + LogicalMatch.describe(action.reader) + " of " + reader.name();
    }

    private static List<String> missing(Schema written, Schema wanted) {
        return wanted.getFields().stream()
                .filter(field -> written.getField(field.name()) == null && !field.hasDefaultValue())
                .map(field -> "'" + field.name() + "'")
                .toList();
    }
}
