/**
 * Millrace's own records in bytes: the one list of their types and encodings, for whoever reads, shows or makes them.
 *
 * <p>May touch common-model's records and codecs.
 */
package io.millrace.formats.model;
