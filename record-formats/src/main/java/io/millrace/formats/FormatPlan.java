package io.millrace.formats;

import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.frame.Framing;
import io.millrace.formats.layout.FolderTemplate;
import io.millrace.formats.layout.TemplateException;
import io.millrace.formats.metadata.MetadataColumns;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Presence;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueShape;
import io.millrace.formats.value.ValueShape.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What is decoded, routed and written, worked out from settings that go together. */
final class FormatPlan {
    /** A huge value's part in the columns may take this share of a record's room: what it takes in files too. */
    private static final int SHARES_OF_COLUMNS = 5;

    private final FormatSettings settings;
    private final MetadataColumns metadata;
    private final Framing framing;
    private final Change change;
    private final ValueShape values;
    private final FolderTemplate template;
    private final Tree tree;
    private final List<Leaf> folderFields;
    private final Leaf eventTime;
    private final Row row;
    private final ValueDecoder decoder;

    /** The plan, or the problems with the settings, a sentence each. */
    record Result(Optional<FormatPlan> plan, List<String> problems) {}

    /** Plans the formats of a topic, gathering whatever does not go together. */
    static Result of(FormatSettings settings, String topic, FormatAids aids) {
        Framed framed = Framed.of(settings, topic, aids);
        List<String> problems = Combination.problems(settings, aids);
        return of(
                settings,
                topic,
                framed,
                () -> settings.format().shape(settings.described(), framed.context()),
                problems);
    }

    /** The same for columns that values have brought themselves. */
    static Result of(FormatSettings settings, String topic, Framed framed, ValueShape values) {
        return of(settings, topic, framed, () -> values, new ArrayList<>());
    }

    /** What is wrong with settings whose columns are not known yet. */
    static List<String> problemsWithoutColumns(FormatSettings settings, String topic, FormatAids aids) {
        List<String> problems = Combination.problems(settings, aids);
        try {
            settings.folders().template(topic, settings.variables(), anyField -> true);
            Framed.of(settings, topic, aids).typedKey(settings, topic);
        } catch (TemplateException | SchemaException e) {
            problems.add(e.getMessage());
        }
        return problems;
    }

    /** Says what values are. */
    private interface Shapes {
        ValueShape shape() throws SchemaException;
    }

    private static Result of(
            FormatSettings settings, String topic, Framed framed, Shapes shapes, List<String> problems) {
        try {
            FormatPlan plan = new FormatPlan(settings, topic, framed, shapes.shape(), problems);
            return new Result(problems.isEmpty() ? Optional.of(plan) : Optional.empty(), problems);
        } catch (SchemaException | TemplateException e) {
            problems.add(e.getMessage());
            return new Result(Optional.empty(), problems);
        }
    }

    private FormatPlan(FormatSettings settings, String topic, Framed framed, ValueShape values, List<String> problems)
            throws SchemaException, TemplateException {
        this.settings = settings;
        this.metadata =
                new MetadataColumns(settings.columns(), topic, framed.context(), framed.typedKey(settings, topic));
        this.framing = framed.framing();
        this.change = framed.context().change();
        this.values = values;
        if (values.fields() == Fields.ANY) {
            this.template = template(topic, name -> true);
            Set<String> named = new LinkedHashSet<>(template.fields());
            settings.folders().eventTimeField().ifPresent(named::add);
            this.tree = tree(named);
        } else {
            this.tree = tree(Set.of());
            this.template = template(
                    topic,
                    name -> values.fields() == Fields.OF_COLUMNS && leaf(name).isPresent());
        }
        this.folderFields = template.fields().stream()
                .map(field -> leaf(field).orElseThrow())
                .toList();
        this.eventTime = eventTime(problems);
        this.row = new Row(tree.leaves());
        this.decoder = values.decoder(tree, row);
    }

    private Tree tree(Set<String> named) throws SchemaException {
        if (values.fields() == Fields.ANY) {
            return Tree.ofNamed(values.name(), values.columns(named), metadata::build);
        }
        Presence ofFields = settings.tombstones() == Tombstones.STORE ? Presence.OF_VALUES : Presence.REQUIRED;
        return Tree.of(values.name(), values.columns(named), ofFields, metadata::build);
    }

    private FolderTemplate template(String topic, Predicate<String> isField) throws TemplateException {
        return settings.folders().template(topic, settings.variables(), isField);
    }

    /** The column of a field that every record has once; a field in a nested record is named with dots. */
    private Optional<Leaf> leaf(String path) {
        return tree.leaves().stream()
                .filter(leaf -> leaf.path().equals(path) && leaf.repetition() == 0)
                .findFirst();
    }

    private Leaf eventTime(List<String> problems) {
        if (settings.folders().eventTimeField().isEmpty()) {
            return null;
        }
        String name = settings.folders().eventTimeField().get();
        Leaf leaf = leaf(name).orElse(null);
        if (leaf == null) {
            problems.add("--event-time-field '" + name + "' is no field of the schema '" + tree.name() + "'");
        } else if (!Router.canBeTime(leaf.type())) {
            problems.add("--event-time-field '" + name + "' is of type " + leaf.type()
                    + ", must be a timestamp, a date, a whole number or a string");
        }
        return leaf;
    }

    private ValueReader values() {
        return new ValueReader(framing, change, decoder, tree.values(), row);
    }

    /** How many columns there are. */
    int width() {
        return tree.leaves().size();
    }

    /**
     * The format. To be asked for once: it works on what the plan holds.
     *
     * @param room heap that one record may take besides its own bytes
     */
    TopicFormat format(long room) {
        long mostBytes = room / TopicFormats.heapPerByte(settings);
        row.limit(room / SHARES_OF_COLUMNS);
        Router router = new Router(
                template,
                folderFields,
                eventTime,
                change,
                settings.described().reading().timestampUnit());
        return new PlannedFormat(
                new RecordReader(settings.tombstones(), values(), metadata, router, row, mostBytes),
                settings.files()
                        .format()
                        .writer(new WriterSettings(
                                settings.format(),
                                values,
                                tree,
                                row,
                                metadata,
                                settings.compression(),
                                settings.rows().times() == ColumnTimes.MICROS,
                                mostBytes)),
                TopicFormats.endings(settings).get(0),
                settings.files().format().maxRowsPerFile());
    }
}
