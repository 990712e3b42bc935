package io.millrace.runtime.retry;

/**
 * An exception whose message is a finished sentence for users: they are shown it, and nothing of its causes, which may hold
 * what nobody is to read.
 */
public interface Explained {}
