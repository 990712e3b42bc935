/**
 * Requests over HTTP as a source: what a client posts is answered after Kafka has it, in one transaction per request, and
 * once for each idempotency key.
 */
package io.millrace.producer.http;
