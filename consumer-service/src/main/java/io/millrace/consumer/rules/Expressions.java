package io.millrace.consumer.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelVariableResolver;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Compiles CEL text over one vocabulary into something that can be evaluated.
 *
 * @param <F> what the expressions speak about
 */
final class Expressions<F> {

    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(ExpressionChecker.OPTIONS)
            .build();

    private final Vocabulary<F> vocabulary;
    private final ExpressionChecker checker;

    Expressions(Vocabulary<F> vocabulary) {
        this.vocabulary = vocabulary;
        this.checker = new ExpressionChecker(vocabulary);
    }

    /** Something that can be computed from facts and printed. */
    @FunctionalInterface
    interface Value<F> {
        Object of(F facts) throws EvaluationException;
    }

    /** Compiles a condition; closures where the expression allows it, the CEL runtime otherwise. */
    Filter<F> condition(String text) throws ExpressionException {
        CelAbstractSyntaxTree tree = checker.check(text, Optional.of(SimpleType.BOOL));
        Optional<Predicate<F>> fast = new FastExpressions<>(vocabulary, tree).predicate();
        Condition<F> condition =
                fast.<Condition<F>>map(predicate -> predicate::test).orElse(interpreted(tree));
        return new Filter<>(condition, TypeGuard.of(tree.getExpr()));
    }

    /** Compiles a condition for the CEL runtime alone; what the closures are compared with in tests and benchmarks. */
    Condition<F> interpretedCondition(String text) throws ExpressionException {
        return interpreted(checker.check(text, Optional.of(SimpleType.BOOL)));
    }

    /** Compiles an expression of any type, for messages. */
    Value<F> value(String text) throws ExpressionException {
        CelAbstractSyntaxTree tree = checker.check(text, Optional.empty());
        Optional<Vocabulary.Field<F>> field =
                tree.getReference(tree.getExpr().id()).flatMap(reference -> vocabulary.field(reference.name()));
        if (field.isPresent()) {
            return field.get()::boxed;
        }
        CelRuntime.Program program = program(tree);
        return facts -> evaluate(program, facts);
    }

    private Condition<F> interpreted(CelAbstractSyntaxTree tree) throws ExpressionException {
        CelRuntime.Program program = program(tree);
        return facts -> Boolean.TRUE.equals(evaluate(program, facts));
    }

    private static CelRuntime.Program program(CelAbstractSyntaxTree tree) throws ExpressionException {
        try {
            return RUNTIME.createProgram(tree);
        } catch (CelEvaluationException e) {
            throw new ExpressionException(1, 0, String.valueOf(e.getMessage()));
        }
    }

    private Object evaluate(CelRuntime.Program program, F facts) throws EvaluationException {
        CelVariableResolver variables = name -> vocabulary.field(name).map(field -> field.boxed(facts));
        try {
            return program.eval(variables);
        } catch (CelEvaluationException e) {
            throw new EvaluationException(e.getMessage(), e);
        }
    }
}
