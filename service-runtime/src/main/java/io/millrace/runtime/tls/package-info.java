/** Certificates and keys, for whoever speaks TLS himself. Knows nothing of what is said over it. */
package io.millrace.runtime.tls;
