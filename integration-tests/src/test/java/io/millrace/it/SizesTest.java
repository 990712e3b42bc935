package io.millrace.it;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How large things may get outside tests, looked at in all sources; what is larger is named here with its reason. */
class SizesTest {
    private static final int CLASS_LINES = 350;
    private static final int METHOD_LINES = 60;
    private static final int COMPONENTS = 8;
    private static final int PARAMETERS = 6;

    private static final String ROW = "what is stored or shown as one row, column by column";
    private static final String TOLD = "all that one command or one file was told, checked at once";
    private static final String WIRED = "wired by hand in one place, and taken apart there";
    private static final String INNERMOST = "called for each value or word: an object for its arguments would be felt";

    /** Larger all the same, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            entry("Alert", ROW),
            entry("CommitRecord", ROW),
            entry("FilePosition", ROW),
            entry("PartitionAudit", ROW),
            entry("UpkeepRecord", ROW),
            entry("PartitionBatch", ROW),
            entry("FileLook.LandedFile", ROW),
            entry("Live", ROW),
            entry("LogLook.Landed", ROW),
            entry("LogLook.LogRecord", ROW),
            entry("ServiceState", ROW),
            entry("ShownAlert", ROW),
            entry("ShownMessage", ROW),
            entry("ConsoleSettings", TOLD),
            entry("MessageQuery", TOLD),
            entry("Mapping", TOLD),
            entry("Rule.Window", TOLD),
            entry("AlertsSettings", TOLD),
            entry("MqttSettings", TOLD),
            entry("SinkSettings", TOLD),
            entry("TailSettings", TOLD),
            entry("WindowFacts", "the names that an expression over a window may use"),
            entry("WriterContext", WIRED),
            entry("PartitionEngine.<init>", WIRED),
            entry("TailSource.<init>", WIRED),
            entry("BytesDictionary.add", INNERMOST),
            entry("HeaderRest.find", INNERMOST),
            entry("MessageCounts.add", INNERMOST),
            entry("MessageMask.word", INNERMOST),
            entry("Times.date", INNERMOST),
            entry("Times.halfDay", INNERMOST),
            entry("DeadLetter.of", "a record's parts, which come from three kinds of records"),
            entry("Drain.drain", "a benchmark's thread and what it shares with the others"),
            entry("LatencyBenchmark.measure", "a benchmark's plan, in one place"));

    private static final Map<String, Integer> classes = new TreeMap<>();
    private static final Map<String, Integer> methods = new TreeMap<>();
    private static final Map<String, Integer> records = new TreeMap<>();
    private static final Map<String, Integer> parameters = new TreeMap<>();

    @BeforeAll
    static void measure() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> sources = sources();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Sizes(unit, positions).scan(unit, null);
            }
        }
        assertThat(methods).hasSizeGreaterThan(3_000);
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Checkout.root())) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> all = Files.walk(sources)) {
                        all.filter(file -> file.toString().endsWith(".java"))
                                .filter(file -> !file.endsWith("package-info.java"))
                                .forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    @Test
    void noClassIsLongerThanAPersonReadsAtOnce() {
        holds(classes, CLASS_LINES);
    }

    @Test
    void noMethodIsLongerThanAScreen() {
        holds(methods, METHOD_LINES);
    }

    @Test
    void noRecordHasMoreComponentsThanOneThingHas() {
        holds(records, COMPONENTS);
    }

    @Test
    void noMethodTakesMoreThanItsCallersCanTellApart() {
        holds(parameters, PARAMETERS);
    }

    @Test
    void whatIsNamedAsAnExceptionIsOne() {
        Set<String> above = new TreeSet<>();
        above(classes, CLASS_LINES, above);
        above(methods, METHOD_LINES, above);
        above(records, COMPONENTS, above);
        above(parameters, PARAMETERS, above);
        assertThat(above).containsAll(EXCEPTIONS.keySet());
    }

    private static void holds(Map<String, Integer> sizes, int most) {
        Set<String> above = new TreeSet<>();
        above(sizes, most, above);
        above.removeAll(EXCEPTIONS.keySet());
        assertThat(above)
                .as("larger than " + most + " and not named as an exception")
                .isEmpty();
    }

    private static void above(Map<String, Integer> sizes, int most, Set<String> above) {
        sizes.forEach((name, size) -> {
            if (size > most) {
                above.add(name);
            }
        });
    }

    /** Goes through a file. */
    private static final class Sizes extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private String around;

        Sizes(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            String outside = around;
            around = outside == null ? type.getSimpleName().toString() : outside + "." + type.getSimpleName();
            if (outside == null) {
                classes.merge(around, lines(type), Math::max);
            }
            if (type.getKind() == Tree.Kind.RECORD) {
                records.put(around, (int) type.getMembers().stream()
                        .filter(member -> member instanceof VariableTree variable
                                && !variable.getModifiers().getFlags().contains(Modifier.STATIC))
                        .count());
            }
            super.visitClass(type, nothing);
            around = outside;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            String name = around + "." + method.getName();
            methods.merge(name, lines(method), Math::max);
            // A record's own constructor has its components.
            if (!records.containsKey(around) || !method.getName().contentEquals("<init>")) {
                parameters.merge(name, method.getParameters().size(), Math::max);
            }
            return super.visitMethod(method, nothing);
        }

        private int lines(Tree tree) {
            LineMap map = unit.getLineMap();
            return (int) (map.getLineNumber(positions.getEndPosition(unit, tree))
                    - map.getLineNumber(positions.getStartPosition(unit, tree))
                    + 1);
        }
    }
}
