/** Whole flows through the packaged jars, as a user runs them. */
package io.millrace.it;
