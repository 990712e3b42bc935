/** The command line of the console's jar. */
package io.millrace.console.cli;
