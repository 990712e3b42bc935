/** Real servers that only tests and measurements start. No program of Millrace's knows this package. */
package io.millrace.testsupport;
