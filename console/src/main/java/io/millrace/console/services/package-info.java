/**
 * How Millrace's services are, by what they show themselves: {@code /health} and {@code /metrics}. Imports the JDK's HTTP client and
 * a JSON parser.
 */
package io.millrace.console.services;
