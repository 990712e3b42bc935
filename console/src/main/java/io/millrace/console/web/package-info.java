/**
 * The page, and what it asks for. Serves with the JDK's web server; names, keys, values and headers go out as text in JSON, never as
 * markup. Changes nothing anywhere.
 */
package io.millrace.console.web;
