/**
 * What is kept because it was costly to come by, in a bounded number.
 *
 * <p>May touch the JDK only.
 */
package io.millrace.formats.cache;
