/**
 * Keeps web pages from elsewhere away from the servers' own: a browser on this machine takes their requests to loopback, too.
 *
 * <p>What puts one rule ({@link io.millrace.runtime.web.PageGuard}) in front of Hadoop's web servers. Named in their settings, made by
 * them. The container images hold these classes, too.
 */
package io.millrace.stack.guard;
