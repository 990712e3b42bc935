/**
 * The commands of {@code ./millrace}: they start the embedded stack and, as child processes, the services' own jars.
 *
 * <p>Knows the services only by their command lines, as any user does. The packages below know nothing of this one.
 */
package io.millrace.launcher;
