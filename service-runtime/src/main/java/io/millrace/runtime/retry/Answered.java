package io.millrace.runtime.retry;

/**
 * A failure that is a server's own answer: it is there, and said no, or that something does not exist. Waiting helps only if
 * somebody changes what the message names.
 */
public interface Answered extends Explained {}
