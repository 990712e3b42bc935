package io.millrace.consumer.rules;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the reading types that a condition requires, so that a rule about humidity is never asked about a temperature.
 *
 * <p>Looks only at conjuncts of the form {@code reading.type == 'x'} or {@code reading.type in ['x', 'y']}. In CEL
 * {@code false && anything} is false even if the other side fails, in both orders; so leaving the rule out is the same
 * as evaluating it.
 */
final class TypeGuard {

    private static final String FIELD = "type";

    private TypeGuard() {}

    /** The only types for which the condition can hold; empty if it may hold for any. */
    static Optional<Set<String>> of(CelExpr expression) {
        if (expression.getKind() != Kind.CALL) {
            return Optional.empty();
        }
        List<CelExpr> args = expression.call().args();
        return switch (expression.call().function()) {
            case "_&&_" -> narrower(of(args.get(0)), of(args.get(1)));
            case "_==_" -> equality(args.get(0), args.get(1)).or(() -> equality(args.get(1), args.get(0)));
            case "@in" -> membership(args.get(0), args.get(1));
            default -> Optional.empty();
        };
    }

    private static Optional<Set<String>> narrower(Optional<Set<String>> left, Optional<Set<String>> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.or(() -> right);
        }
        Set<String> common = new HashSet<>(left.get());
        common.retainAll(right.get());
        return Optional.of(common);
    }

    private static Optional<Set<String>> equality(CelExpr field, CelExpr literal) {
        return isType(field) ? string(literal).map(Set::of) : Optional.empty();
    }

    private static Optional<Set<String>> membership(CelExpr field, CelExpr list) {
        if (!isType(field) || list.getKind() != Kind.LIST) {
            return Optional.empty();
        }
        Set<String> members = new HashSet<>();
        for (CelExpr element : list.list().elements()) {
            Optional<String> member = string(element);
            if (member.isEmpty()) {
                return Optional.empty();
            }
            members.add(member.get());
        }
        return Optional.of(members);
    }

    private static Optional<String> string(CelExpr expression) {
        return expression.getKind() == Kind.CONSTANT && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expression.constant().stringValue())
                : Optional.empty();
    }

    private static boolean isType(CelExpr expression) {
        return expression.getKind() == Kind.SELECT
                && expression.select().field().equals(FIELD)
                && !expression.select().testOnly()
                && expression.select().operand().getKind() == Kind.IDENT
                && expression.select().operand().ident().name().equals(RecordKind.READING.label());
    }
}
