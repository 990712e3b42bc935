package io.millrace.stack;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports on loopback for servers that must know theirs before they listen.
 *
 * <p>They lie below the range from which the system hands out ports by itself (from 32768 up on Linux, from 49152 on macOS and
 * Windows): there, any outgoing connection could take a port between the choice and the server's start, or while a server that
 * comes back to its port is down.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_767;
    private static final int TRIES = 200;

    private static final Set<Integer> CHOSEN = new HashSet<>();

    private FreePorts() {}

    /**
     * A free port that this process has not been given before.
     *
     * @throws ServiceException if none is found
     */
    public static int any() {
        synchronized (CHOSEN) {
            for (int i = 0; i < TRIES; i++) {
                int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
                if (!CHOSEN.contains(port) && problem(port).isEmpty()) {
                    CHOSEN.add(port);
                    return port;
                }
            }
        }
        throw new ServiceException("no free port found on 127.0.0.1 between " + FIRST + " and " + LAST);
    }

    /**
     * The first of so many free ports in a row that this process has not been given before.
     *
     * @throws ServiceException if there is no such row
     */
    static int row(int count) {
        synchronized (CHOSEN) {
            for (int i = 0; i < TRIES; i++) {
                int first = ThreadLocalRandom.current().nextInt(FIRST, LAST + 2 - count);
                List<Integer> row =
                        IntStream.range(first, first + count).boxed().toList();
                if (row.stream()
                        .allMatch(
                                port -> !CHOSEN.contains(port) && problem(port).isEmpty())) {
                    CHOSEN.addAll(row);
                    return first;
                }
            }
        }
        throw new ServiceException(
                "no " + count + " free ports in a row found on 127.0.0.1 between " + FIRST + " and " + LAST);
    }

    /** True if servers can take this port and the {@code count - 1} after it. */
    public static boolean areFree(int first, int count) {
        return IntStream.range(first, first + count)
                .allMatch(port -> problem(port).isEmpty());
    }

    /** The given port if it is free, or any free one for 0. */
    public static int choose(String option, int wanted) {
        if (wanted == 0) {
            return any();
        }
        String problem = problem(wanted);
        if (!problem.isEmpty()) {
            throw new ServiceException(option + " is " + wanted + ", must be a free port on 127.0.0.1: " + problem);
        }
        synchronized (CHOSEN) {
            CHOSEN.add(wanted);
        }
        return wanted;
    }

    private static String problem(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: connections of the last run that are still fading away are no hindrance.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return "";
        } catch (IOException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
