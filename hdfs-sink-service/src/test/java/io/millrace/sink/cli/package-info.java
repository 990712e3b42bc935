/** Tests of options and settings. */
package io.millrace.sink.cli;
