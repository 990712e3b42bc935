package io.millrace.sink.protocol;

import static net.bytebuddy.matcher.ElementMatchers.declaresGenericException;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/**
 * Makes one of the sink's own methods fail from inside: the classes are woven so that each method asks here when it begins
 * and when it returns. Public, because woven methods of other packages call it.
 */
public final class FailureInside {
    /** What is thrown, and whether what comes afterwards fails too. */
    enum Kind {
        IO_EXCEPTION,
        RUNTIME_EXCEPTION,
        ERROR,
        /** Memory has run out for good: every later call fails as well. */
        ERRORS_FROM_THEN_ON
    }

    /** A method, and which of its ends. */
    record Point(String method, boolean declaresIo) implements Comparable<Point> {
        @Override
        public int compareTo(Point other) {
            return method.compareTo(other.method);
        }
    }

    private static final String[] WOVEN = {"io.millrace.formats.", "io.millrace.sink.write.", "io.millrace.sink.commit."
    };

    private static List<Point> record;
    private static Kind kind;
    private static Point armed;
    private static long countdown;
    private static boolean thrown;

    private FailureInside() {}

    /** Weaves the classes, those loaded already too. Returns what takes it back. */
    static Runnable weave() {
        Instrumentation instrumentation = ByteBuddyAgent.install();
        AgentBuilder.Default builder = new AgentBuilder.Default();
        var methods = isMethod().and(not(isAbstract())).and(not(isNative()));
        ClassFileTransformer transformer = builder.disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .type(nameStartsWith(WOVEN[0]).or(nameStartsWith(WOVEN[1])).or(nameStartsWith(WOVEN[2])))
                .transform((type, description, loader, module, domain) -> type.visit(Advice.to(OfIoMethod.class)
                                .on(methods.and(declaresGenericException(IOException.class))))
                        .visit(Advice.to(OfMethod.class)
                                .on(methods.and(not(declaresGenericException(IOException.class))))))
                .installOn(instrumentation);
        return () -> ((net.bytebuddy.agent.builder.ResettableClassFileTransformer) transformer)
                .reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
    }

    /** Asks at both ends of methods that may throw an IOException. */
    static final class OfIoMethod {
        private OfIoMethod() {}

        @Advice.OnMethodEnter
        static void begins(@Advice.Origin("#t.#m begins") String method) {
            reached(method, true);
        }

        @Advice.OnMethodExit
        static void returns(@Advice.Origin("#t.#m returns") String method) {
            reached(method, true);
        }
    }

    /** Asks at both ends of all other methods. */
    static final class OfMethod {
        private OfMethod() {}

        @Advice.OnMethodEnter
        static void begins(@Advice.Origin("#t.#m begins") String method) {
            reached(method, false);
        }

        @Advice.OnMethodExit
        static void returns(@Advice.Origin("#t.#m returns") String method) {
            reached(method, false);
        }
    }

    /** Takes note of every point that is reached from now on. */
    static List<Point> recordPoints() {
        disarm();
        record = new ArrayList<>();
        return record;
    }

    /** The method's n-th call from now on, from 1, fails. */
    static void arm(Kind what, Point point, long n) {
        disarm();
        kind = what;
        armed = point;
        countdown = n;
    }

    /** Nothing fails any more. True if something has. */
    static boolean disarm() {
        boolean was = thrown;
        record = null;
        kind = null;
        thrown = false;
        return was;
    }

    /** Called by woven methods. */
    public static void reached(String method, boolean declaresIo) {
        if (record != null) {
            record.add(new Point(method, declaresIo));
        } else if (kind != null) {
            boolean here = armed.method().equals(method) && --countdown == 0;
            if (here || thrown && kind == Kind.ERRORS_FROM_THEN_ON) {
                thrown = true;
                FailureInside.<RuntimeException>sneak(failure(method));
            }
        }
    }

    private static Throwable failure(String method) {
        String message = "simulated failure inside: " + method;
        return switch (kind) {
            case IO_EXCEPTION -> new IOException(message);
            case RUNTIME_EXCEPTION -> new IllegalArgumentException(message);
            case ERROR, ERRORS_FROM_THEN_ON -> new OutOfMemoryError(message);
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
