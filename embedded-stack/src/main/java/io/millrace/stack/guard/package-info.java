/**
 * Keeps web pages from elsewhere away from the servers' own: a browser on this machine takes their requests to loopback, too.
 *
 * <p>One rule, and what puts it in front of the NameNode's and the DataNodes' web servers. Named in their settings, made by them.
 */
package io.millrace.stack.guard;
