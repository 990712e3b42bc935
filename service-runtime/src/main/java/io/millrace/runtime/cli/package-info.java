/** Options, settings and exit codes: the way from the command line to a running service and back. */
package io.millrace.runtime.cli;
