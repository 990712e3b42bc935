/** What the demo and the presets are made of: services as processes, and plain views of Kafka, HDFS and the screen. */
package io.millrace.launcher.parts;
