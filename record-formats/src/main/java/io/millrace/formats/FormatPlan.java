package io.millrace.formats;

import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.frame.Framing;
import io.millrace.formats.layout.FolderTemplate;
import io.millrace.formats.layout.TemplateException;
import io.millrace.formats.metadata.MetadataColumns;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Row;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.formats.value.ValueFormat;
import io.millrace.formats.value.ValueShape;
import io.millrace.formats.value.ValueShape.Fields;
import java.util.ArrayList;
import java.util.Arrays;
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
        List<String> problems = combination(settings, aids);
        return of(
                settings,
                topic,
                framed,
                () -> settings.values().format().shape(settings.described(), framed.context()),
                problems);
    }

    /** The same for columns that values have brought themselves. */
    static Result of(FormatSettings settings, String topic, Framed framed, ValueShape values) {
        return of(settings, topic, framed, () -> values, new ArrayList<>());
    }

    /** What is wrong with settings whose columns are not known yet. */
    static List<String> problemsWithoutColumns(FormatSettings settings, String topic, FormatAids aids) {
        List<String> problems = combination(settings, aids);
        try {
            settings.folders().template(topic, settings.variables(), anyField -> true);
        } catch (TemplateException e) {
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
        this.metadata = new MetadataColumns(settings.columns(), topic);
        this.framing = framed.framing();
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

    /** What does not go together, whatever the values turn out to be. */
    private static List<String> combination(FormatSettings settings, FormatAids aids) {
        List<String> problems = new ArrayList<>();
        checkCombination(settings, problems);
        checkFrames(settings, aids, problems);
        return problems;
    }

    private static void checkCombination(FormatSettings settings, List<String> problems) {
        Values values = settings.values();
        FileKind files = settings.files();
        if (files.format().isText() && !settings.columns().isEmpty()) {
            problems.add("--metadata-columns '" + settings.columns() + "' cannot go into --file-format " + files
                    + ", must be " + filesBesidesText());
        }
        if (files.format().needsColumns() && !values.format().hasColumns(settings.described())) {
            problems.add("--file-format " + files + " with --value-format " + values + " needs --schema, one of "
                    + String.join(", ", AvroSchemas.BUILT_IN) + " or the path of an Avro schema file");
        }
        if (!values.format().takesSchema() && settings.described().schema().isPresent()) {
            problems.add("--schema '" + settings.described().schema().get() + "' does not go with --value-format "
                    + values + ", only with " + valuesWhere(ValueFormat::takesSchema));
        }
        if (files.format().isText() && values.format().line().isEmpty()) {
            problems.add("--file-format " + files + " does not go with --value-format " + values + ", must be "
                    + filesBesidesText());
        }
        if (!values.format().takesMessage()) {
            settings.described()
                    .descriptorSet()
                    .ifPresent(path -> problems.add("--descriptor-set '" + path + "' does not go with --value-format "
                            + values + ", only with " + valuesWhere(ValueFormat::takesMessage)));
            settings.described()
                    .message()
                    .ifPresent(name -> problems.add("--message '" + name + "' does not go with --value-format " + values
                            + ", only with " + valuesWhere(ValueFormat::takesMessage)));
        }
    }

    private static void checkFrames(FormatSettings settings, FormatAids aids, List<String> problems) {
        Values values = settings.values();
        if (!values.format().frames().contains(Framed.kind(settings))) {
            problems.add("--frame '" + Framed.kind(settings) + "' does not go with --value-format " + values
                    + ", must be " + choice(List.copyOf(values.format().frames())));
        }
        if (!values.format().readsByWritersSchema()
                && !settings.described().framing().writerSchemas().isEmpty()) {
            problems.add("--writer-schemas does not go with --value-format " + values + ", only with "
                    + valuesWhere(ValueFormat::readsByWritersSchema));
        }
        if (values.format().readsByWritersSchema()
                && Framed.kind(settings).needsRegistry()
                && aids.registry().isEmpty()) {
            problems.add("--frame '" + Framed.kind(settings) + "' with --value-format " + values + " needs --registry");
        }
    }

    private static String filesBesidesText() {
        return choice(Arrays.stream(FileKind.values())
                .filter(kind -> !kind.format().isText())
                .toList());
    }

    private static String valuesWhere(Predicate<ValueFormat> condition) {
        return choice(Arrays.stream(Values.values())
                .filter(kind -> condition.test(kind.format()))
                .toList());
    }

    /** {@code a, b or c}. */
    private static String choice(List<?> all) {
        List<String> names = all.stream().map(Object::toString).toList();
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private Tree tree(Set<String> named) throws SchemaException {
        return Tree.of(values.name(), values.columns(named), metadata::build);
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
                settings.described().reading().timestampUnit());
        return new PlannedFormat(
                new RecordReader(framing, decoder, metadata, router, row, mostBytes),
                settings.files()
                        .format()
                        .writer(new WriterSettings(
                                settings.values().format(),
                                values,
                                tree,
                                row,
                                metadata,
                                settings.compression(),
                                mostBytes)),
                TopicFormats.endings(settings).get(0),
                settings.files().format().maxRowsPerFile());
    }
}
