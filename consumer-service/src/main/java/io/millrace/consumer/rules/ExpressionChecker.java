package io.millrace.consumer.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import io.millrace.consumer.rules.ExpressionException.Complaint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses and type-checks CEL text against a vocabulary, and says in our words where it is wrong. */
final class ExpressionChecker {

    /** A number with a point may be compared with one without: {@code reading.value > 30} is what people write. */
    static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(1_000)
            .build();

    private static final CelCompiler PARSER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .build();

    private final Vocabulary<?> vocabulary;
    private final CelCompiler compiler;

    ExpressionChecker(Vocabulary<?> vocabulary) {
        this.vocabulary = vocabulary;
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
        vocabulary.fields().forEach((name, field) -> builder.addVar(vocabulary.subject() + "." + name, field.type()));
        vocabulary.wholes().forEach((name, field) -> builder.addVar(name, field.type()));
        this.compiler = builder.build();
    }

    /** The names with which the text's variables begin, such as {@code reading}; none if it is no expression. */
    static Set<String> subjects(String text) {
        Set<String> subjects = new LinkedHashSet<>();
        try {
            collectSubjects(PARSER.parse(text).getAst().getExpr(), subjects);
        } catch (CelValidationException e) {
            return Set.of();
        }
        return subjects;
    }

    private static void collectSubjects(CelExpr expression, Set<String> subjects) {
        if (expression.getKind() == Kind.IDENT) {
            subjects.add(expression.ident().name());
        }
        children(expression).forEach(child -> collectSubjects(child, subjects));
    }

    /** Checks the text; {@code required} is the type that the whole expression must have, if it matters. */
    CelAbstractSyntaxTree check(String text, Optional<CelType> required) throws ExpressionException {
        CelAbstractSyntaxTree parsed = orComplain(compiler.parse(text));
        List<Complaint> unknownFields = new ArrayList<>();
        collectUnknownFields(parsed, parsed.getExpr(), unknownFields);
        if (!unknownFields.isEmpty()) {
            throw new ExpressionException(unknownFields);
        }
        CelAbstractSyntaxTree checked = orComplain(compiler.check(parsed));
        // What only the message tells may be what is required.
        if (required.isPresent()
                && !checked.getResultType().equals(required.get())
                && !checked.getResultType().equals(SimpleType.DYN)) {
            throw new ExpressionException(
                    1,
                    0,
                    "the expression must be of type %s, but it is of type %s"
                            .formatted(
                                    required.get().name(),
                                    checked.getResultType().name()));
        }
        return checked;
    }

    private CelAbstractSyntaxTree orComplain(CelValidationResult result) throws ExpressionException {
        try {
            if (!result.hasError()) {
                return result.getAst();
            }
        } catch (CelValidationException e) {
            throw new ExpressionException(1, 0, String.valueOf(e.getMessage()));
        }
        throw new ExpressionException(
                result.getErrors().stream().map(this::complaint).collect(Collectors.toCollection(ArrayList::new)));
    }

    private Complaint complaint(CelIssue issue) {
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(0, issue.getSourceLocation().getColumn());
        return new Complaint(line, column, inOurWords(issue.getMessage()));
    }

    private String inOurWords(String message) {
        String undeclared = "undeclared reference to '";
        if (message.startsWith(undeclared)) {
            String name = message.substring(undeclared.length(), message.indexOf('\'', undeclared.length()));
            return "unknown name '%s'; this expression may use %s".formatted(name, vocabulary.known());
        }
        return message;
    }

    private void collectUnknownFields(CelAbstractSyntaxTree tree, CelExpr expression, List<Complaint> complaints) {
        if (expression.getKind() == Kind.SELECT
                && expression.select().operand().getKind() == Kind.IDENT
                && expression.select().operand().ident().name().equals(vocabulary.subject())
                && !vocabulary.fields().containsKey(expression.select().field())) {
            complaints.add(unknownField(tree, expression));
        }
        children(expression).forEach(child -> collectUnknownFields(tree, child, complaints));
    }

    private Complaint unknownField(CelAbstractSyntaxTree tree, CelExpr select) {
        String field = select.select().field();
        String hint = Suggestion.closest(field, vocabulary.fields().keySet())
                .map(near -> "did you mean '" + near + "'? ")
                .orElse("");
        String message = "unknown field '%s.%s'; %sknown are %s"
                .formatted(vocabulary.subject(), field, hint, vocabulary.known());
        // CEL places a selection at its dot; people look for the name behind it.
        Integer dot = tree.getSource().getPositionsMap().get(select.id());
        return Optional.ofNullable(dot)
                .flatMap(offset -> tree.getSource().getOffsetLocation(offset + 1))
                .map(location -> new Complaint(location.getLine(), location.getColumn(), message))
                .orElseGet(() -> new Complaint(1, 0, message));
    }

    private static Stream<CelExpr> children(CelExpr expression) {
        return switch (expression.getKind()) {
            case SELECT -> Stream.of(expression.select().operand());
            case CALL -> Stream.concat(expression.call().target().stream(), expression.call().args().stream());
            case LIST -> expression.list().elements().stream();
            case MAP -> expression.map().entries().stream().flatMap(entry -> Stream.of(entry.key(), entry.value()));
            case COMPREHENSION ->
                Stream.of(
                        expression.comprehension().iterRange(),
                        expression.comprehension().accuInit(),
                        expression.comprehension().loopCondition(),
                        expression.comprehension().loopStep(),
                        expression.comprehension().result());
            default -> Stream.empty();
        };
    }
}
