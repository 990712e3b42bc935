/** The process: its main class, which names the sub-commands. */
package io.millrace.producer;
