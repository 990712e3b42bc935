package io.millrace.consumer.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Turns the everyday part of CEL into plain closures, so that a rule costs nanoseconds instead of a walk through the
 * interpreter: field comparisons, boolean connectives, arithmetic with doubles, membership in a list of literals and
 * the simple string tests.
 *
 * <p>Everything translated here is total: it cannot fail for any facts, so that evaluation order and short-circuiting
 * cannot be told apart from CEL's. What is not certain to mean the same is not translated; the caller then leaves the
 * whole expression to the CEL runtime.
 *
 * @param <F> what the expression speaks about
 */
final class FastExpressions<F> {

    /** Below this magnitude every long is exactly a double, so that mixed comparisons cannot round. */
    private static final long EXACT_AS_DOUBLE = 1L << 53;

    private final Vocabulary<F> vocabulary;
    private final CelAbstractSyntaxTree tree;

    FastExpressions(Vocabulary<F> vocabulary, CelAbstractSyntaxTree tree) {
        this.vocabulary = vocabulary;
        this.tree = tree;
    }

    /** The whole expression as a predicate, or nothing if some part of it needs the CEL runtime. */
    Optional<Predicate<F>> predicate() {
        return predicate(tree.getExpr());
    }

    private Optional<Predicate<F>> predicate(CelExpr expression) {
        if (expression.getKind() == Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE) {
            boolean value = expression.constant().booleanValue();
            return Optional.of(facts -> value);
        }
        if (expression.getKind() != Kind.CALL) {
            return field(expression)
                    .filter(Vocabulary.Flag.class::isInstance)
                    .map(flag -> ((Vocabulary.Flag<F>) flag).read());
        }
        List<CelExpr> args = expression.call().args();
        return switch (expression.call().function()) {
            case "_&&_" -> both(args, Predicate::and);
            case "_||_" -> both(args, Predicate::or);
            case "!_" -> predicate(args.get(0)).map(Predicate::negate);
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" ->
                comparison(expression.call().function(), args.get(0), args.get(1));
            case "@in" -> membership(args.get(0), args.get(1));
            case "startsWith" -> stringTest(expression, String::startsWith);
            case "endsWith" -> stringTest(expression, String::endsWith);
            case "contains" -> stringTest(expression, String::contains);
            default -> Optional.empty();
        };
    }

    private interface Join<F> {
        Predicate<F> of(Predicate<F> left, Predicate<F> right);
    }

    private Optional<Predicate<F>> both(List<CelExpr> args, Join<F> join) {
        return predicate(args.get(0)).flatMap(left -> predicate(args.get(1)).map(right -> join.of(left, right)));
    }

    private Optional<Predicate<F>> comparison(String operator, CelExpr left, CelExpr right) {
        Optional<Predicate<F>> numbers =
                number(left).flatMap(l -> number(right).map(r -> compareNumbers(operator, l, r)));
        if (numbers.isPresent()) {
            return numbers;
        }
        Optional<Predicate<F>> longs =
                integral(left).flatMap(l -> integral(right).map(r -> compareLongs(operator, l, r)));
        if (longs.isPresent()) {
            return longs;
        }
        Optional<Predicate<F>> times = time(left).flatMap(l -> time(right).map(r -> compareLongs(operator, l, r)));
        if (times.isPresent()) {
            return times;
        }
        return switch (operator) {
            case "_==_" -> equality(left, right);
            case "_!=_" -> equality(left, right).map(Predicate::negate);
            default -> Optional.empty();
        };
    }

    private Optional<Predicate<F>> equality(CelExpr left, CelExpr right) {
        if (isType(left, SimpleType.BOOL) && isType(right, SimpleType.BOOL)) {
            return predicate(left)
                    .flatMap(l -> predicate(right).map(r -> (Predicate<F>) facts -> l.test(facts) == r.test(facts)));
        }
        return text(left)
                .flatMap(l -> text(right)
                        .map(r -> (Predicate<F>) facts -> l.apply(facts).equals(r.apply(facts))));
    }

    private Predicate<F> compareNumbers(String operator, ToDoubleFunction<F> left, ToDoubleFunction<F> right) {
        return switch (operator) {
            case "_==_" -> facts -> left.applyAsDouble(facts) == right.applyAsDouble(facts);
            case "_!=_" -> facts -> left.applyAsDouble(facts) != right.applyAsDouble(facts);
            case "_<_" -> facts -> left.applyAsDouble(facts) < right.applyAsDouble(facts);
            case "_<=_" -> facts -> left.applyAsDouble(facts) <= right.applyAsDouble(facts);
            case "_>_" -> facts -> left.applyAsDouble(facts) > right.applyAsDouble(facts);
            default -> facts -> left.applyAsDouble(facts) >= right.applyAsDouble(facts);
        };
    }

    private Predicate<F> compareLongs(String operator, ToLongFunction<F> left, ToLongFunction<F> right) {
        return switch (operator) {
            case "_==_" -> facts -> left.applyAsLong(facts) == right.applyAsLong(facts);
            case "_!=_" -> facts -> left.applyAsLong(facts) != right.applyAsLong(facts);
            case "_<_" -> facts -> left.applyAsLong(facts) < right.applyAsLong(facts);
            case "_<=_" -> facts -> left.applyAsLong(facts) <= right.applyAsLong(facts);
            case "_>_" -> facts -> left.applyAsLong(facts) > right.applyAsLong(facts);
            default -> facts -> left.applyAsLong(facts) >= right.applyAsLong(facts);
        };
    }

    private Optional<Predicate<F>> membership(CelExpr element, CelExpr list) {
        if (list.getKind() != Kind.LIST
                || !list.list().optionalIndices().isEmpty()
                || !isType(element, SimpleType.STRING)) {
            return Optional.empty();
        }
        Set<String> members = new HashSet<>();
        for (CelExpr member : list.list().elements()) {
            if (member.getKind() != Kind.CONSTANT || member.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
                return Optional.empty();
            }
            members.add(member.constant().stringValue());
        }
        return text(element).map(read -> facts -> members.contains(read.apply(facts)));
    }

    private interface StringTest {
        boolean test(String subject, String part);
    }

    private Optional<Predicate<F>> stringTest(CelExpr expression, StringTest test) {
        return expression
                .call()
                .target()
                .flatMap(this::text)
                .flatMap(subject -> text(expression.call().args().get(0))
                        .map(part -> facts -> test.test(subject.apply(facts), part.apply(facts))));
    }

    /** Doubles, and integer literals that stand opposite a double in a comparison. */
    private Optional<ToDoubleFunction<F>> number(CelExpr expression) {
        if (expression.getKind() == Kind.CONSTANT) {
            return literal(expression.constant()).map(value -> facts -> value);
        }
        if (expression.getKind() == Kind.CALL) {
            return arithmetic(expression);
        }
        return field(expression)
                .filter(Vocabulary.Number.class::isInstance)
                .map(number -> ((Vocabulary.Number<F>) number).read());
    }

    private static Optional<Double> literal(CelConstant constant) {
        return switch (constant.getKind()) {
            case DOUBLE_VALUE -> Optional.of(constant.doubleValue());
            case INT64_VALUE ->
                Math.abs(constant.int64Value()) <= EXACT_AS_DOUBLE && constant.int64Value() != Long.MIN_VALUE
                        ? Optional.of((double) constant.int64Value())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<ToDoubleFunction<F>> arithmetic(CelExpr expression) {
        if (!isType(expression, SimpleType.DOUBLE)) {
            return Optional.empty();
        }
        List<CelExpr> args = expression.call().args();
        if (expression.call().function().equals("-_")) {
            return number(args.get(0)).map(value -> facts -> -value.applyAsDouble(facts));
        }
        if (args.size() != 2) {
            return Optional.empty();
        }
        Optional<ToDoubleFunction<F>> left = number(args.get(0));
        Optional<ToDoubleFunction<F>> right = number(args.get(1));
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        ToDoubleFunction<F> l = left.get();
        ToDoubleFunction<F> r = right.get();
        return switch (expression.call().function()) {
            case "_+_" -> Optional.of(facts -> l.applyAsDouble(facts) + r.applyAsDouble(facts));
            case "_-_" -> Optional.of(facts -> l.applyAsDouble(facts) - r.applyAsDouble(facts));
            case "_*_" -> Optional.of(facts -> l.applyAsDouble(facts) * r.applyAsDouble(facts));
            case "_/_" -> Optional.of(facts -> l.applyAsDouble(facts) / r.applyAsDouble(facts));
            default -> Optional.empty();
        };
    }

    private Optional<ToLongFunction<F>> integral(CelExpr expression) {
        if (expression.getKind() == Kind.CONSTANT && expression.constant().getKind() == CelConstant.Kind.INT64_VALUE) {
            long value = expression.constant().int64Value();
            return Optional.of(facts -> value);
        }
        return field(expression)
                .filter(Vocabulary.Count.class::isInstance)
                .map(count -> ((Vocabulary.Count<F>) count).read());
    }

    private Optional<ToLongFunction<F>> time(CelExpr expression) {
        if (expression.getKind() == Kind.CALL
                && expression.call().function().equals("timestamp")
                && expression.call().args().get(0).getKind() == Kind.CONSTANT
                && expression.call().args().get(0).constant().getKind() == CelConstant.Kind.STRING_VALUE) {
            return wholeMillis(expression.call().args().get(0).constant().stringValue())
                    .map(millis -> facts -> millis);
        }
        return field(expression)
                .filter(Vocabulary.Time.class::isInstance)
                .map(time -> ((Vocabulary.Time<F>) time).readMillis());
    }

    private static Optional<Long> wholeMillis(String text) {
        try {
            Instant instant = Instant.parse(text);
            return instant.truncatedTo(ChronoUnit.MILLIS).equals(instant)
                    ? Optional.of(instant.toEpochMilli())
                    : Optional.empty();
        } catch (DateTimeException | ArithmeticException e) {
            // CEL decides what this text means, and says so if it means nothing.
            return Optional.empty();
        }
    }

    private Optional<Function<F, String>> text(CelExpr expression) {
        if (expression.getKind() == Kind.CONSTANT && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
            String value = expression.constant().stringValue();
            return Optional.of(facts -> value);
        }
        return field(expression)
                .filter(Vocabulary.Text.class::isInstance)
                .map(text -> ((Vocabulary.Text<F>) text).read());
    }

    private Optional<Vocabulary.Field<F>> field(CelExpr expression) {
        if (expression.getKind() != Kind.SELECT && expression.getKind() != Kind.IDENT) {
            return Optional.empty();
        }
        return tree.getReference(expression.id()).map(CelReference::name).flatMap(vocabulary::field);
    }

    private boolean isType(CelExpr expression, CelType type) {
        return tree.getType(expression.id()).filter(type::equals).isPresent();
    }
}
