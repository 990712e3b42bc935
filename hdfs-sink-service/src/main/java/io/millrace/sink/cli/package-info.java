/** The sink's commands and options: the only place where the parts are put together. */
package io.millrace.sink.cli;
