/** What people see of a command, on a terminal and without one. Knows no server. */
package io.millrace.launcher.screen;
