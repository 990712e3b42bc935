/** Certificates and keys of sources that speak TLS themselves. */
package io.millrace.producer.tls;
