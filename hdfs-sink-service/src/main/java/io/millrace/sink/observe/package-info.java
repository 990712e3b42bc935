/** The sink's metrics. The core tells of events; here they become Micrometer meters. */
package io.millrace.sink.observe;
