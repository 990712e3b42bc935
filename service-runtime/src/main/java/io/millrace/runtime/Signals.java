package io.millrace.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/**
 * Takes a Unix signal instead of letting the JVM end on it.
 *
 * <p>A shutdown hook would be the usual way, but hooks run all at once: Hadoop's own hook closes file systems while a service
 * still commits to them. With a handler the JVM goes on as usual until the service has ended by itself.
 *
 * <p>By reflection, because {@code sun.misc.Signal} (module {@code jdk.unsupported}, part of every JDK) gives a compiler
 * warning that nothing suppresses.
 */
public final class Signals {
    private Signals() {}

    /**
     * Runs the action on a thread of the JVM's each time the signal comes.
     *
     * @param name the signal without {@code SIG}: {@code TERM}, {@code INT}, {@code HUP}
     * @return false if this JVM or system gives no such signal; nothing was changed then
     */
    public static boolean on(String name, Runnable action) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "handle" -> action.run();
                            case "hashCode" -> {
                                return System.identityHashCode(proxy);
                            }
                            case "equals" -> {
                                return proxy == arguments[0];
                            }
                            default -> {
                                return "handler of SIG" + name;
                            }
                        }
                        return null;
                    });
            set(name, handlerType, handler);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LoggerFactory.getLogger(Signals.class).debug("No handler for SIG{}", name, e);
            return false;
        }
    }

    /** Gives the signal back to the JVM: SIGTERM and SIGINT end it again. */
    public static void reset(String name) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            set(name, handlerType, handlerType.getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LoggerFactory.getLogger(Signals.class).debug("SIG{} cannot be reset", name, e);
        }
    }

    private static void set(String name, Class<?> handlerType, Object handler)
            throws ClassNotFoundException, NoSuchMethodException, InstantiationException, IllegalAccessException,
                    InvocationTargetException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }
}
