/** The sub-commands: options become settings, settings become a source and a way to Kafka, and a run has a report. */
package io.millrace.producer.cli;
