package io.millrace.formats;

import com.google.protobuf.Descriptors.Descriptor;
import io.millrace.formats.bytes.Utf8;
import io.millrace.formats.json.JsonDecoder;
import io.millrace.formats.layout.FolderTemplate;
import io.millrace.formats.layout.TemplateException;
import io.millrace.formats.parquet.ParquetFiles;
import io.millrace.formats.proto.ProtoColumns;
import io.millrace.formats.proto.ProtoDecoder;
import io.millrace.formats.proto.ProtoJson;
import io.millrace.formats.proto.ProtoSchemas;
import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.TreeBuilder;
import io.millrace.formats.schema.AvroColumns;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.schema.Tree;
import io.millrace.record.BadRecordException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Works out from settings what is decoded, routed and written, gathering whatever does not go together. */
final class FormatPlan {
    /** Row groups of this size compress well, and fit in memory beside those of other open files. */
    private static final long ROW_GROUP_BYTES = 64L << 20;
    /** Protobuf's own printer makes an object for each field and a text of it all. */
    private static final int HEAP_PER_MESSAGE_BYTE = 20;

    private final FormatSettings settings;
    private final String topic;
    private final List<String> problems;
    private final MetadataColumns metadata;
    private Tree tree;
    private Descriptor message;
    private FolderTemplate template;
    private Leaf eventTime;
    private final List<Leaf> folderFields = new ArrayList<>();

    FormatPlan(FormatSettings settings, String topic, List<String> problems) {
        this.settings = settings;
        this.topic = topic;
        this.problems = problems;
        this.metadata = new MetadataColumns(settings.columns(), topic);
        checkCombination();
        try {
            plan();
        } catch (SchemaException | TemplateException e) {
            problems.add(e.getMessage());
        }
    }

    private void checkCombination() {
        ValueKind values = settings.values();
        FileFormat files = settings.files();
        boolean json = values == ValueKind.JSON;
        if (files == FileFormat.TEXT && !settings.columns().isEmpty()) {
            problems.add("--columns '" + settings.columns()
                    + "' cannot go into --format text, must be parquet, jsonl or json");
        }
        if (json && files == FileFormat.PARQUET && settings.schema().isEmpty()) {
            problems.add("--format parquet with --values json needs --schema, one of "
                    + String.join(", ", AvroSchemas.BUILT_IN) + " or the path of an Avro schema file");
        }
        if ((values == ValueKind.TEXT || values == ValueKind.BYTES)
                && settings.schema().isPresent()) {
            problems.add("--schema '" + settings.schema().get() + "' does not go with --values " + values
                    + ", which has one column: value");
        }
        if (values == ValueKind.PROTOBUF && files == FileFormat.TEXT) {
            problems.add("--format text does not go with --values protobuf, must be parquet, jsonl or json");
        }
        if (values != ValueKind.PROTOBUF) {
            settings.descriptorSet()
                    .ifPresent(path -> problems.add("--descriptor-set '" + path + "' does not go with --values "
                            + values + ", only with protobuf"));
            settings.message()
                    .ifPresent(name -> problems.add(
                            "--message '" + name + "' does not go with --values " + values + ", only with protobuf"));
        }
    }

    private void plan() throws SchemaException, TemplateException {
        if (settings.values() == ValueKind.JSON && settings.schema().isEmpty()) {
            planWithoutSchema();
        } else {
            tree = switch (settings.values()) {
                case JSON -> avroTree();
                case TEXT -> valueTree(LeafType.STRING);
                case BYTES -> valueTree(LeafType.BYTES);
                case PROTOBUF -> protoTree();
            };
            boolean hasFields = settings.values() == ValueKind.JSON || settings.values() == ValueKind.PROTOBUF;
            template = template(name -> hasFields && leaf(name).isPresent());
        }
        for (String field : template.fields()) {
            folderFields.add(leaf(field).orElseThrow());
        }
        planEventTime();
    }

    private Tree avroTree() throws SchemaException {
        String name = settings.schema().orElseThrow();
        var schema = AvroSchemas.read(name);
        return Tree.of(schema.getName(), new AvroColumns(schema, name), metadata::build);
    }

    /** Without a schema the message itself says what the columns are. */
    private Tree protoTree() throws SchemaException {
        message = protoMessage();
        Tree result = settings.schema().isPresent()
                ? avroTree()
                : Tree.of(message.getName(), new ProtoColumns(message), metadata::build);
        new ProtoDecoder(message, result.values(), new Row(result.leaves()));
        return result;
    }

    private Descriptor protoMessage() throws SchemaException {
        if (settings.descriptorSet().isPresent() && settings.message().isPresent()) {
            return ProtoSchemas.read(
                    settings.descriptorSet().get(), settings.message().get());
        }
        boolean neither =
                settings.descriptorSet().isEmpty() && settings.message().isEmpty();
        Descriptor builtIn = neither ? ProtoSchemas.builtIn(settings.schema().orElse("")) : null;
        if (builtIn == null) {
            throw new SchemaException("--values protobuf needs --descriptor-set and --message, or a --schema of "
                    + String.join(", ", AvroSchemas.BUILT_IN));
        }
        return builtIn;
    }

    private ProtoDecoder protoDecoder(Row row) {
        try {
            return new ProtoDecoder(message, tree.values(), row);
        } catch (SchemaException e) {
            throw new IllegalStateException("was found good before", e);
        }
    }

    private Tree valueTree(LeafType type) throws SchemaException {
        return Tree.of(
                "Record",
                builder -> List.of(new TreeBuilder.Member(
                        builder.leaf(builder.root().child("value", false), type), Absence.REFUSED)),
                metadata::build);
    }

    /** Only what the folders need is taken out of the values. */
    private void planWithoutSchema() throws SchemaException, TemplateException {
        template = template(name -> true);
        Set<String> names = new LinkedHashSet<>(template.fields());
        settings.eventTimeField().ifPresent(names::add);
        tree = Tree.of(
                "Record",
                builder -> {
                    List<TreeBuilder.Member> members = new ArrayList<>();
                    for (String name : names) {
                        Leaf leaf = builder.leaf(builder.root().child(name, true), LeafType.ANY_TEXT);
                        members.add(new TreeBuilder.Member(leaf, Absence.NULL));
                    }
                    return members;
                },
                metadata::build);
    }

    private FolderTemplate template(Predicate<String> isField) throws TemplateException {
        return new FolderTemplate(settings.layout(), topic, settings.zone(), settings.variables(), isField);
    }

    /** The column of a field that every record has once; a field in a nested record is named with dots. */
    private Optional<Leaf> leaf(String path) {
        return tree.leaves().stream()
                .filter(leaf -> leaf.path().equals(path) && leaf.repetition() == 0)
                .findFirst();
    }

    private void planEventTime() {
        if (settings.eventTimeField().isEmpty()) {
            return;
        }
        String name = settings.eventTimeField().get();
        eventTime = leaf(name).orElse(null);
        if (eventTime == null) {
            problems.add("--event-time-field '" + name + "' is no field of the schema '" + tree.name() + "'");
        } else if (!Router.canBeTime(eventTime.type())) {
            problems.add("--event-time-field '" + name + "' is of type " + eventTime.type()
                    + ", must be a timestamp, a date, a whole number or a string");
        }
    }

    /**
     * The format; only if there were no problems.
     *
     * @param room heap that one record may take besides its own bytes
     */
    TopicFormat format(long room) {
        Row row = new Row(tree.leaves());
        boolean columns = settings.files() == FileFormat.PARQUET;
        long mostBytes = room / heapPerByte(settings);
        row.limit(columns ? mostBytes : room / ColumnFormat.HEAP_PER_BYTE);
        Router router = new Router(
                template,
                folderFields,
                eventTime,
                settings.reading().timestampUnit().orElse(TimestampUnit.MILLIS));
        RecordReader reader = new RecordReader(decoder(row), metadata, router, row, mostBytes);
        String extension = TopicFormats.extension(settings);
        if (columns) {
            ParquetFiles files = new ParquetFiles(tree.name(), tree.file(), settings.compression(), ROW_GROUP_BYTES);
            return new ColumnFormat(reader, files, extension, mostBytes);
        }
        long rows = settings.files() == FileFormat.JSON ? 1 : Long.MAX_VALUE;
        return new LineFormat(reader, renderer(mostBytes), settings.compression(), extension, rows, mostBytes);
    }

    /** How many times a value's length it takes on its way into its file: in columns, or as a line while that is made. */
    static int heapPerByte(FormatSettings settings) {
        if (settings.files() == FileFormat.PARQUET) {
            return ColumnFormat.HEAP_PER_BYTE;
        }
        boolean plain = settings.columns().isEmpty();
        return switch (settings.values()) {
            case PROTOBUF -> HEAP_PER_MESSAGE_BYTE;
            case JSON -> plain ? 1 : 3;
            case TEXT, BYTES -> settings.files() == FileFormat.TEXT ? 1 : 4;
        };
    }

    private ValueDecoder decoder(Row row) {
        return switch (settings.values()) {
            case JSON -> jsonDecoder(row);
            case TEXT ->
                (bytes, from, to, target) -> {
                    if (!Utf8.isValid(bytes, from, to)) {
                        throw new BadRecordException("value is not UTF-8 text");
                    }
                    target.column(0).addBytes(0, 0, from, to - from);
                };
            case BYTES -> (bytes, from, to, target) -> target.column(0).addBytes(0, 0, from, to - from);
            case PROTOBUF -> {
                ProtoDecoder proto = protoDecoder(row);
                yield (bytes, from, to, target) -> proto.decode(bytes, from, to);
            }
        };
    }

    private ValueDecoder jsonDecoder(Row row) {
        JsonDecoder json = new JsonDecoder(tree.values(), row, settings.reading());
        if (tree.values().size() == 0) {
            return (bytes, from, to, target) -> json.validate(bytes, from, to);
        }
        return (bytes, from, to, target) -> json.decode(bytes, from, to);
    }

    private LineRenderer renderer(long room) {
        boolean indented = settings.files() == FileFormat.JSON;
        boolean text = settings.files() == FileFormat.TEXT;
        return switch (settings.values()) {
            case PROTOBUF ->
                new ProtoLines(new ProtoJson(message), new JsonLines(JsonLines.Source.JSON, indented, metadata, room));
            case JSON -> new JsonLines(JsonLines.Source.JSON, indented, metadata, room);
            case TEXT -> text ? new TextLines() : new JsonLines(JsonLines.Source.TEXT, indented, metadata, room);
            case BYTES -> text ? new TextLines() : new JsonLines(JsonLines.Source.BYTES, indented, metadata, room);
        };
    }
}
