/**
 * What is going on, looked at while somebody watches. States by ports where it looks ({@link io.millrace.console.live.LiveSources}) and
 * knows no client of any server.
 */
package io.millrace.console.live;
