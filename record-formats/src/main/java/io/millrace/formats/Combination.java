package io.millrace.formats;

import io.millrace.formats.metadata.MetadataColumn;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.Unwrap;
import io.millrace.formats.value.ValueFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Whether settings go together, whatever the values turn out to be. */
final class Combination {
    /** Columns that say which tombstone a row was. */
    private static final Set<MetadataColumn> OF_TOMBSTONES =
            EnumSet.of(MetadataColumn.OFFSET, MetadataColumn.KEY, MetadataColumn.KEY_BYTES);

    private Combination() {}

    /** What does not go together, whatever the values turn out to be. */
    static List<String> problems(FormatSettings settings, FormatAids aids) {
        List<String> problems = new ArrayList<>();
        checkCombination(settings, problems);
        checkFrames(settings, aids, problems);
        checkHeaders(settings, problems);
        checkTombstones(settings, problems);
        checkUnwrap(settings, problems);
        checkKeys(settings, aids, problems);
        return problems;
    }

    private static void checkCombination(FormatSettings settings, List<String> problems) {
        Values values = settings.values();
        FileKind files = settings.files();
        if (files.format().isText() && !settings.columns().isEmpty()) {
            problems.add("--metadata-columns '" + settings.columns() + "' cannot go into --file-format " + files
                    + ", must be " + filesBesidesText());
        }
        if (files.format().needsColumns() && !settings.format().hasColumns(settings.described())) {
            problems.add("--file-format " + files + " with --value-format " + values + " needs --schema, one of "
                    + String.join(", ", AvroSchemas.BUILT_IN) + " or the path of an Avro schema file");
        }
        if (!settings.format().takesSchema() && settings.described().schema().isPresent()) {
            problems.add("--schema '" + settings.described().schema().get() + "' does not go with --value-format "
                    + values + ", only with " + valuesWhere(ValueFormat::takesSchema));
        }
        if (files.format().isText() && settings.format().line().isEmpty()) {
            problems.add("--file-format " + files + " does not go with --value-format " + values + ", must be "
                    + filesBesidesText());
        }
        if (!settings.format().takesMessage()) {
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
        if (!settings.format().frames().contains(Framed.kind(settings))) {
            problems.add("--frame '" + Framed.kind(settings) + "' does not go with --value-format " + values
                    + ", must be " + choice(List.copyOf(settings.format().frames())));
        }
        if (!settings.format().readsByWritersSchema()
                && !settings.described().framing().writerSchemas().isEmpty()) {
            problems.add("--writer-schemas does not go with --value-format " + values + ", only with "
                    + valuesWhere(ValueFormat::readsByWritersSchema));
        }
        if (settings.format().readsByWritersSchema()
                && Framed.kind(settings).needsRegistry()
                && aids.registry().isEmpty()) {
            problems.add("--frame '" + Framed.kind(settings) + "' with --value-format " + values + " needs --registry");
        }
    }

    private static void checkHeaders(FormatSettings settings, List<String> problems) {
        if (settings.columns().contains(MetadataColumn.HEADERS) && Framed.kind(settings) == FrameKind.HEADER) {
            problems.add("--metadata-columns " + MetadataColumn.HEADERS + " does not go with --frame "
                    + FrameKind.HEADER + ", whose own header is no text; " + MetadataColumn.HEADERS_BYTES + " does");
        }
    }

    private static void checkTombstones(FormatSettings settings, List<String> problems) {
        if (settings.tombstones() != Tombstones.STORE) {
            return;
        }
        FileKind files = settings.files();
        if (files.format().isText()) {
            problems.add("--on-tombstone " + Tombstones.STORE + " does not go with --file-format " + files
                    + ", whose lines can say neither that there is no value nor what was its key, must be "
                    + filesBesidesText());
        } else if (Collections.disjoint(settings.columns(), OF_TOMBSTONES)) {
            problems.add("--on-tombstone " + Tombstones.STORE + " needs one of "
                    + String.join(
                            ", ",
                            OF_TOMBSTONES.stream().map(MetadataColumn::toString).toList())
                    + " among --metadata-columns: a row would say nothing else");
        }
    }

    private static void checkUnwrap(FormatSettings settings, List<String> problems) {
        if (settings.described().unwrap().isEmpty()) {
            List<MetadataColumn> ofChanges = settings.columns().stream()
                    .filter(MetadataColumn::isOfChanges)
                    .toList();
            if (!ofChanges.isEmpty()) {
                problems.add("--metadata-columns " + choice(ofChanges) + " needs --unwrap " + Unwrap.DEBEZIUM
                        + ": only change events say it");
            }
            return;
        }
        Unwrap unwrap = settings.described().unwrap().get();
        if (!settings.values().canUnwrap()) {
            problems.add("--unwrap " + unwrap + " does not go with --value-format " + settings.values() + ", only with "
                    + choice(Arrays.stream(Values.values())
                            .filter(Values::canUnwrap)
                            .toList()));
        }
        if (settings.files().format().isText()) {
            problems.add("--unwrap " + unwrap + " does not go with --file-format " + settings.files()
                    + ", whose lines are whole values, must be " + filesBesidesText());
        }
        if (settings.tombstones() == Tombstones.STORE && !settings.columns().contains(MetadataColumn.OP)) {
            problems.add(
                    "--on-tombstone " + Tombstones.STORE + " with --unwrap " + unwrap + " needs " + MetadataColumn.OP
                            + " among --metadata-columns: nothing else tells a deleted row from one that is there");
        }
    }

    private static void checkKeys(FormatSettings settings, FormatAids aids, List<String> problems) {
        KeySettings keys = settings.rows().keys();
        ValueFormat format = keys.format().format();
        String said = "--key-format " + keys.format();
        if (!keys.isText() && !settings.columns().contains(MetadataColumn.KEY)) {
            problems.add(said + " needs " + MetadataColumn.KEY
                    + " among --metadata-columns: no other column has keys of it");
        }
        keys.schema()
                .filter(path -> !format.takesSchema())
                .ifPresent(path -> problems.add("--key-schema '" + path + "' does not go with " + said + ", only with "
                        + valuesWhere(ValueFormat::takesSchema)));
        keys.message()
                .filter(name -> !format.takesMessage())
                .ifPresent(name -> problems.add("--key-message '" + name + "' does not go with " + said + ", only with "
                        + valuesWhere(ValueFormat::takesMessage)));
        FrameKind frame = keys.frameKind();
        if (frame == FrameKind.AUTO || !format.frames().contains(frame)) {
            problems.add("--key-frame '" + frame + "' does not go with " + said + ", must be "
                    + choice(format.frames().stream()
                            .filter(kind -> kind != FrameKind.AUTO)
                            .toList()));
        } else if (format.readsByWritersSchema()
                && frame.needsRegistry()
                && aids.registry().isEmpty()) {
            problems.add("--key-frame '" + frame + "' with " + said + " needs --registry");
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
}
